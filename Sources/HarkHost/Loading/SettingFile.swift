private import SystemPackage

/// The file that `NAME_FILE` names, or a credential.
struct SettingFile {
    /// Longest content, in bytes.
    static let longest = 1 << 20

    let path: String
    let variable: String
    /// Whether it is a credential of systemd's.
    let isCredential: Bool

    /// The file as faults call it.
    var description: String {
        isCredential ? "the credential “\(path)”" : "the file “\(path)” named by \(variable)_FILE"
    }

    /// Whether there is anything at its path, readable or not.
    var exists: Bool { file.exists }

    private var file: SmallFile { SmallFile(path, atMost: Self.longest) }

    /// Its content without the line break at its end.
    /// - Throws: `Fault` when it cannot be read or is no text.
    func text() throws(Fault) -> String {
        let text: String
        do throws(FileError) { text = try file.text() } catch .tooLong, .notText {
            throw Fault(variable, "\(description) is not a text of at most 1 MiB.")
        } catch {
            throw Fault(variable, "\(description) cannot be read (\(error)).")
        }
        // Editors of Windows begin a file with a mark that no one sees.
        let bare = text.unicodeScalars.first == "\u{feff}" ? String(text.unicodeScalars.dropFirst()) : text
        return bare.last?.isNewline == true ? String(bare.dropLast()) : bare
    }
}
