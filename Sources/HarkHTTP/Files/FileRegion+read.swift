private import struct FoundationEssentials.Data
private import struct FoundationEssentials.URL

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
