private import SystemPackage

/// The state of a regular file at one moment.
struct FileStatus {
    /// The length, in bytes.
    let size: Int

    /// Checks a file, which must be readable.
    /// - Throws: `FileError`.
    init(path: String) throws(FileError) {
        // The system would ignore everything after a NUL.
        guard !path.utf8.contains(0) else { throw .missing(path: path) }
        let status = try Self.status(path)
        guard status.type == .regular else { throw .notRegular(path: path) }
        size = Int(status.size)
    }

    private static func status(_ path: String) throws(FileError) -> Stat {
        do {
            // Non-blocking, because opening a pipe would wait for its other end.
            let descriptor = try FileDescriptor.open(
                FilePath(path), .readOnly, options: [.closeOnExec, .nonBlocking])
            return try descriptor.closeAfter { try descriptor.stat() }
        } catch let error as Errno {
            switch error {
            case .noSuchFileOrDirectory, .notDirectory, .fileNameTooLong: throw .missing(path: path)
            default: throw .unreadable(path: path, reason: error.description)
            }
        } catch {
            throw .unreadable(path: path, reason: "\(error)")
        }
    }
}
