private import Glibc
private import SystemPackage

/// The right to use a store's folder, which one process has at a time, for as long as it lives.
///
/// A lock by flock(2) on a file, which holds the owner's process id for people to read.
final class FolderLock: Sendable {
    private let file: FileDescriptor

    private init(_ file: FileDescriptor) { self.file = file }

    deinit { try? file.close() }

    /// Gives the folder to the next process.
    func release() { flock(file.rawValue, LOCK_UN) }

    /// Takes the lock, or waits until its owner has left, at most for `time`.
    static func take(_ folder: StoreFolder, waitingFor time: Duration) async throws(StoreOpenError) -> FolderLock {
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(
                FilePath(folder.lock), .readWrite, options: [.create, .noFollow, .closeOnExec],
                permissions: .ownerReadWrite)
        } catch {
            throw .system("“\(folder.lock)” could not be opened (\(error)). Check the folder's permissions.")
        }
        // Closes the file when the lock cannot be had.
        let lock = FolderLock(file)
        let step = Duration.milliseconds(50)
        var rest = time
        while flock(file.rawValue, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw .system("“\(folder.lock)” could not be locked (\(Errno(rawValue: errno))).")
            }
            guard rest > .zero, (try? await Task.sleep(for: min(step, rest))) != nil else {
                throw .inUse(folder: folder.path, processID: owner(file))
            }
            rest -= step
        }
        fchmod(file.rawValue, 0o600)
        ftruncate(file.rawValue, 0)
        // For people only: without it the lock is as good.
        _ = try? file.writeAll(toAbsoluteOffset: 0, "\(getpid())\n".utf8)
        return lock
    }

    private static func owner(_ file: FileDescriptor) -> Int? {
        let text = unsafe String(unsafeUninitializedCapacity: 20) { buffer in
            (try? unsafe file.read(fromAbsoluteOffset: 0, into: UnsafeMutableRawBufferPointer(buffer))) ?? 0
        }
        return Int(text.prefix { $0.isNumber })
    }
}
