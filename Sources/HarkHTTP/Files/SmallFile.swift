private import struct FoundationEssentials.Data
private import struct FoundationEssentials.URL

/// A regular file that is read as a whole: a setting's, a certificate, a payload to be sent.
public struct SmallFile: Sendable, Hashable {
    /// Its path.
    public let path: String
    /// Longest content that is read, in bytes.
    public let limit: Int

    /// The file at `path`, of at most `limit` bytes.
    public init(_ path: String, atMost limit: Int) {
        self.path = path
        self.limit = limit
    }

    /// Whether there is anything at its path, readable or not.
    public var exists: Bool {
        do throws(FileError) { _ = try FileVersion(path: path) } catch .missing { return false } catch {}
        return true
    }

    /// The content.
    /// - Throws: `FileError`; `.tooLong` before anything of the file is read.
    public func bytes() throws(FileError) -> [UInt8] {
        let size = try FileVersion(path: path).size
        guard size <= limit else { throw .tooLong(path: path, limit: limit) }
        do { return size == 0 ? [] : Array(try Data(contentsOf: URL(filePath: path))) } catch {
            throw .unreadable(path: path, reason: SystemErrorDescription(error).reason)
        }
    }

    /// The content, which must be UTF-8.
    /// - Throws: `FileError`.
    public func text() throws(FileError) -> String {
        guard let text = String(validating: try bytes(), as: UTF8.self) else { throw .notText(path: path) }
        return text
    }
}
