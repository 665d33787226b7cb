private import struct FoundationEssentials.Data
private import struct FoundationEssentials.URL

/// A regular file as the body of a response: its first `length` bytes, read while they are sent.
public struct FileContent: Sendable, Hashable {
    /// The file's path.
    public var path: String
    /// How many bytes of it are sent; a file that is shorter when it is opened is answered with 500.
    public var length: Int

    /// The first `length` bytes of the file at `path`.
    public init(path: String, length: Int) {
        self.path = path
        self.length = length
    }
}

extension FileContent {
    /// The bytes; fewer when the file is shorter. This is for tests and for small files; a server sends a file without
    /// it.
    /// - Throws: `FileError` when the file is missing, not a regular file, or unreadable.
    public func read() throws(FileError) -> [UInt8] {
        let size = try FileStatus(path: path).size
        let count = max(0, length)
        do {
            // Of a mapped file, only the pages that are copied are read.
            let options: Data.ReadingOptions = size > count ? .alwaysMapped : []
            return Array(try Data(contentsOf: URL(filePath: path), options: options).prefix(count))
        } catch {
            throw .unreadable(path: path, reason: SystemErrorDescription(error).reason)
        }
    }
}
