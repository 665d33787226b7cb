private import Glibc
private import Synchronization
internal import SystemPackage

/// Where a command writes its result. Unlike `print`, it notices when that fails: on a full disk, for example.
final class CommandOutput: Sendable {
    private let file: FileDescriptor
    private let failure = Mutex<Errno?>(nil)

    /// Writes to a file that stays open as long as this exists.
    init(_ file: FileDescriptor = .standardOutput) { self.file = file }

    /// Writes text at once, so that readers of a pipe see it. After a failure, nothing is written any more.
    func write(_ text: String) {
        failure.withLock { failure in
            guard failure == nil else { return }
            do { try file.writeAll(text.utf8) } catch { failure = error as? Errno ?? .ioError }
        }
    }

    /// The exit status of a command: its own, but 74 (`EX_IOERR` of `sysexits.h`) in place of 0 if something could not
    /// be written. A reader that has seen enough, such as `head`, is no failure.
    /// - Parameter report: gets the reason.
    func status(_ status: Int32, report: (String) -> Void) -> Int32 {
        guard let failure = failure.withLock({ $0 }), failure != .brokenPipe else { return status }
        report("standard output could not be written (\(failure)).")
        return status == EXIT_SUCCESS ? EX_IOERR : status
    }
}

extension CommandContext {
    /// Writes a line of the result, or several, to standard output.
    func print(_ text: String) { output.write("\(text)\n") }
}
