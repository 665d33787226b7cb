private import struct FoundationEssentials.Data
private import struct FoundationEssentials.URL

/// A regular file that is read as a whole: the value of a setting, a certificate, a payload.
public struct SmallFile: Sendable, Hashable {
    /// Its path.
    public let path: String
    /// Longest content, in bytes.
    public let limit: Int

    /// The file at `path`, of at most `limit` bytes.
    public init(_ path: String, atMost limit: Int) {
        self.path = path
        self.limit = limit
    }

    /// Whether anything exists at its path, readable or not.
    public var exists: Bool {
        do throws(FileError) { _ = try FileStatus(path: path) } catch .missing { return false } catch {}
        return true
    }

    /// The content.
    /// - Throws: `FileError`; `.tooLong` before any of the file is read.
    public func bytes() throws(FileError) -> [UInt8] {
        let size = try FileStatus(path: path).size
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

/// Why a file cannot be read.
public enum FileError: Error, Sendable, Hashable {
    /// There is no file at this path.
    case missing(path: String)
    /// There is a directory or another special file at this path.
    case notRegular(path: String)
    /// It is longer than `limit` bytes.
    case tooLong(path: String, limit: Int)
    /// It is not UTF-8.
    case notText(path: String)
    /// The system refuses to read it, for this reason.
    case unreadable(path: String, reason: String)
}

extension FileError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing(let path): "There is no file \(path)."
        case .notRegular(let path): "\(path) is not a regular file."
        case .tooLong(let path, let limit): "\(path) is longer than \(limit) bytes."
        case .notText(let path): "\(path) is not a UTF-8 text."
        case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)."
        }
    }
}
