private import SystemPackage

private import class FoundationEssentials.FileManager

/// A file for what strangers sent: only its owner can read it.
enum PrivateCopy {
    /// Writes a new file.
    /// - Throws: `Errno`, `.fileExists` if there is one. A file that could not be written does not exist afterwards.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = try FileDescriptor.open(
            FilePath(path), .writeOnly, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
            permissions: .ownerReadWrite)
        do { try file.closeAfter { _ = try file.writeAll(bytes) } } catch {
            try? FileManager.default.removeItem(atPath: path)
            throw error
        }
    }
}
