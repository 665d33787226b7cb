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
