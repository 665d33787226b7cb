private import struct FoundationEssentials.Data
private import struct FoundationEssentials.URL

/// A run of bytes of a regular file.
public struct FileRegion: Sendable, Hashable {
    /// The file's path.
    public var path: String
    /// Where the run starts, in bytes from the start of the file.
    public var offset: Int
    /// How many bytes it has.
    public var length: Int

    /// A run of `length` bytes from `offset`.
    public init(path: String, offset: Int = 0, length: Int) {
        self.path = path
        self.offset = offset
        self.length = length
    }
}

extension FileRegion {
    /// The bytes of the run; fewer when the file ends before. The whole file is read to get at them: this is for tests
    /// and for small files, a server sends a region without it.
    /// - Throws: `FileError` when the file is missing, not a regular file, or unreadable.
    public func read() throws(FileError) -> [UInt8] {
        _ = try FileVersion(path: path)
        do {
            let content = try Data(contentsOf: URL(filePath: path))
            return Array(content.dropFirst(max(0, offset)).prefix(max(0, length)))
        } catch {
            throw .unreadable(path: path, reason: SystemErrorDescription(error).reason)
        }
    }
}
