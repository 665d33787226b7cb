/// Where a setting's text of several lines comes from, so that it can be read again while the bot runs.
struct ReloadableText: Sendable {
    /// The setting's variable.
    let variable: String
    /// The file; nil if the variable contains the text.
    let file: SettingFile?

    /// Reads the file again.
    /// - Returns: its text; nil if the text does not come from a file.
    /// - Throws: `Faults` if it cannot be read or is empty.
    func read() throws(Faults) -> String? {
        guard let file else { return nil }
        let text: String
        do throws(Fault) { text = try file.text() } catch { throw Faults([error]) }
        // Probably it is being written. Without any line, what was muted would be announced.
        guard !text.isEmpty else {
            throw Faults([Fault(file.path, "the file is empty; write at least a comment into it.")])
        }
        return text
    }

    /// The faults of the text, each with its file or variable, line and column.
    func faults(_ faults: [LineFault]) -> Faults {
        Faults(
            faults.map {
                Fault("\(file?.path ?? variable), line \($0.line), column \($0.column)", $0.reason)
            })
    }
}
