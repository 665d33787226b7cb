private import CTerminal
private import Dispatch
internal import SystemPackage

/// Reads a descriptor on demand, on its own thread, so that waiting for input blocks nobody. Unread input stays in the
/// pipe or the terminal.
final class TerminalInput: Sendable {
    /// An event of the input.
    enum Event: Equatable {
        case bytes([UInt8])
        /// The window was resized, the process was continued after a stop, or the waiting task was cancelled.
        case woken
        case end
        /// The input failed: the terminal is gone, or there never was one; with the `errno`.
        case failed(CInt)
    }

    private let descriptor: FileDescriptor
    private let wake: FileDescriptor
    private let thread = DispatchQueue(label: "hark.terminal.input")

    /// Reads from `descriptor`, which must stay open as long as this object exists.
    /// - Throws: `Errno` if the process has no descriptor left.
    init(_ descriptor: FileDescriptor) throws {
        let wake = hark_terminal_open_wake()
        guard wake >= 0 else { throw Errno(rawValue: -wake) }
        self.wake = FileDescriptor(rawValue: wake)
        self.descriptor = descriptor
    }

    deinit { try? wake.close() }

    /// Switches to raw mode, which passes on single keys, resizes and continuations, until `endRaw`.
    func beginRaw() {
        _ = hark_terminal_make_raw(descriptor.rawValue)
        hark_terminal_watch(wake.rawValue)
    }

    /// Restores the terminal's original mode.
    func endRaw() {
        hark_terminal_watch(-1)
        hark_terminal_restore()
    }

    /// Stops the process, as Ctrl-Z usually does, until it is continued.
    func suspend() {
        hark_terminal_suspend()
        _ = hark_terminal_make_raw(descriptor.rawValue)
    }

    /// Waits for the next event, or until the task is cancelled. Calls must not overlap.
    func next() async -> Event {
        await withTaskCancellationHandler {
            await withCheckedContinuation { done in
                thread.async { done.resume(returning: self.wait()) }
            }
        } onCancel: {
            hark_terminal_wake(wake.rawValue)
        }
    }

    private func wait() -> Event {
        let ready = hark_terminal_wait_readable(descriptor.rawValue, wake.rawValue)
        if ready < 0 { return .failed(-ready) }
        if ready & 2 != 0 { return .woken }
        var bytes = [UInt8](repeating: 0, count: 16 * 1024)
        var span = bytes.mutableSpan
        let count = hark_terminal_read(descriptor.rawValue, &span)
        if count == 0 { return .end }
        if count < 0 { return Errno(rawValue: -count) == .wouldBlock ? .woken : .failed(-count) }
        return .bytes(Array(bytes.prefix(Int(count))))
    }
}
