private import SystemPackage

/// The file that `NAME_FILE` names.
struct SettingFile {
    /// Longest content, in bytes.
    static let longest = 1 << 20

    let path: String
    let variable: String

    /// Its content without the line break at its end.
    /// - Throws: `Fault` when it cannot be read or is no text.
    func text() throws(Fault) -> String {
        let bytes: [UInt8]
        do { bytes = try FileRegion(path: path, length: Self.longest + 1).read() } catch {
            throw Fault(variable, "the file “\(path)” named by \(variable)_FILE cannot be read (\(error)).")
        }
        guard bytes.count <= Self.longest, let text = String(validating: bytes, as: UTF8.self) else {
            throw Fault(variable, "the file “\(path)” named by \(variable)_FILE is not a text of at most 1 MiB.")
        }
        return text.last?.isNewline == true ? String(text.dropLast()) : text
    }
}
