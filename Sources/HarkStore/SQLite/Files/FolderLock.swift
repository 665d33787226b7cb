private import Glibc
private import SystemPackage

/// The right to use a store's folder, which one process has at a time, for as long as it lives.
///
/// A lock by flock(2) on a file, which holds the owner's process id for people to read, and what the owner could not
/// note in the database itself.
final class FolderLock: Sendable {
    /// The second line of the file after a failure.
    private static let failureMark = "failed"

    /// Whether the store failed in a process before, and `forgetFailure` was not called since: what was running then
    /// did not end that process.
    let followsFailure: Bool
    private let file: FileDescriptor

    private init(_ file: FileDescriptor) {
        self.file = file
        followsFailure = Self.text(of: file).hasSuffix("\n\(Self.failureMark)\n")
        write(hasFailed: followsFailure)
    }

    deinit { try? file.close() }

    /// Notes that the store has failed.
    func noteFailure() { write(hasFailed: true) }

    /// Notes that what was running at the failure is ready again.
    func forgetFailure() { if followsFailure { write(hasFailed: false) } }

    /// Gives the folder to the next process.
    func release() { flock(file.rawValue, LOCK_UN) }

    /// Takes the lock, or waits until its owner has left, at most for `time`.
    /// - Parameter onWait: called with the owner's process when the wait begins.
    static func take(
        _ folder: StoreFolder, waitingFor time: Duration, _ onWait: (Int?) -> Void = { _ in }
    ) async throws(StoreOpenError) -> FolderLock {
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(
                FilePath(folder.lock), .readWrite, options: [.create, .noFollow, .closeOnExec],
                permissions: .ownerReadWrite)
        } catch {
            throw .system("“\(folder.lock)” could not be opened (\(error)). Check the folder's permissions.")
        }
        do throws(StoreOpenError) { try await wait(for: file, of: folder, atMost: time, onWait) } catch {
            try? file.close()
            throw error
        }
        return FolderLock(file)
    }

    private static func wait(
        for file: FileDescriptor, of folder: StoreFolder, atMost time: Duration, _ onWait: (Int?) -> Void
    ) async throws(StoreOpenError) {
        let step = Duration.milliseconds(50)
        var rest = time
        var owner: Int? { Int(text(of: file).prefix { $0.isNumber }) }
        while flock(file.rawValue, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw .system("“\(folder.lock)” could not be locked (\(Errno(rawValue: errno))).")
            }
            if rest == time, rest > .zero { onWait(owner) }
            guard rest > .zero, (try? await Task.sleep(for: min(step, rest))) != nil else {
                throw .inUse(folder: folder.path, processID: owner)
            }
            rest -= step
        }
    }

    /// Writes the file. If that fails, the lock is as good.
    private func write(hasFailed: Bool) {
        fchmod(file.rawValue, 0o600)
        let text = "\(getpid())\n\(hasFailed ? "\(Self.failureMark)\n" : "")"
        // The file keeps its block: a full disk may have no other.
        guard (try? file.writeAll(toAbsoluteOffset: 0, text.utf8)) != nil else { return }
        ftruncate(file.rawValue, off_t(text.utf8.count))
    }

    private static func text(of file: FileDescriptor) -> String {
        unsafe String(unsafeUninitializedCapacity: 40) { buffer in
            (try? unsafe file.read(fromAbsoluteOffset: 0, into: UnsafeMutableRawBufferPointer(buffer))) ?? 0
        }
    }
}
