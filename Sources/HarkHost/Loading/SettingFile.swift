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
    var exists: Bool {
        do { _ = try FileRegion(path: path, length: 0).read() } catch FileError.missing { return false } catch {}
        return true
    }

    /// Its content without the line break at its end.
    /// - Throws: `Fault` when it cannot be read or is no text.
    func text() throws(Fault) -> String {
        let bytes: [UInt8]
        do { bytes = try FileRegion(path: path, length: Self.longest + 1).read() } catch {
            throw Fault(variable, "\(description) cannot be read (\(error)).")
        }
        guard bytes.count <= Self.longest, let text = String(validating: bytes, as: UTF8.self) else {
            throw Fault(variable, "\(description) is not a text of at most 1 MiB.")
        }
        return text.last?.isNewline == true ? String(text.dropLast()) : text
    }
}
