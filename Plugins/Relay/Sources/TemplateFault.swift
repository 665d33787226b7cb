/// A fault in a template, and its position.
struct TemplateFault: Error {
    /// The line, counted from 1.
    let line: Int

    /// The column of the tag, in characters, counted from 1.
    let column: Int

    /// The fault, without its position.
    let reason: String

    /// A fault of the tag at `position` in a template.
    init(_ reason: String, at position: String.Index, in template: String) {
        let lines = template[..<position].split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        line = lines.count
        column = (lines.last?.count ?? 0) + 1
        self.reason = reason
    }
}

extension TemplateFault: CustomStringConvertible {
    var description: String { "line \(line), column \(column): \(reason)" }
}
