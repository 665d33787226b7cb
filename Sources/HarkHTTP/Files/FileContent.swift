private import struct FoundationEssentials.Data
private import struct FoundationEssentials.URL

/// A regular file as the body of a response: its first `length` bytes, read while they are sent.
public struct FileContent: Sendable, Hashable {
    /// The file's path.
    public var path: String
    /// How many bytes are sent; if the file is shorter when it is opened, the response is 500.
    public var length: Int

    /// The first `length` bytes of the file at `path`.
    public init(path: String, length: Int) {
        self.path = path
        self.length = length
    }
}

extension FileContent {
    /// The bytes; fewer if the file is shorter. For tests and small files; a server does not use this to send a file.
    /// - Throws: `FileError` if the file is missing, not a regular file, or unreadable.
    public func read() throws(FileError) -> [UInt8] {
        let size = try FileStatus(path: path).size
        let count = max(0, length)
        do {
            // Only the pages of a mapped file that are copied are read.
            let options: Data.ReadingOptions = size > count ? .alwaysMapped : []
            return Array(try Data(contentsOf: URL(filePath: path), options: options).prefix(count))
        } catch {
            throw .unreadable(path: path, reason: SystemErrorDescription(error).reason)
        }
    }
}
