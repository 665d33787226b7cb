/// Why a file cannot be read.
public enum FileError: Error, Sendable, Hashable {
    /// Nothing is at this path.
    case missing(path: String)
    /// What is at this path is a directory or something else that is no regular file.
    case notRegular(path: String)
    /// It is longer than what is read of such files, `limit` bytes.
    case tooLong(path: String, limit: Int)
    /// It is not UTF-8.
    case notText(path: String)
    /// The system refuses, in its own words.
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
