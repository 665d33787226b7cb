private import Glibc
private import Synchronization
private import SystemThreads

/// Lets tasks wait for sockets, for each other and for deadlines: one thread with poll(2), which starts with the first
/// wait and keeps running.
final class Poller: Sendable {
    /// The poller of this process.
    static let shared = Poller()

    /// What a task waits for.
    enum Interest: Sendable {
        case readable, writable
    }

    /// Why a wait ended.
    enum Outcome: Sendable {
        /// The socket is ready or broken, or `wake` was called.
        case ready
        case timedOut
        case cancelled
    }

    /// Identifies a wait, so that another task can end it.
    struct Token: Sendable, Hashable {
        fileprivate let number: UInt64
    }

    private struct Wait {
        /// -1 for a task that only waits for `wake`, which poll(2) ignores.
        let socket: Int32
        let interest: Interest
        let deadline: Deadline?
        let continuation: CheckedContinuation<Outcome, Never>
    }

    private struct State {
        var waits: [Token: Wait] = [:]
        /// The socket that interrupts the thread's sleep when a byte is written to it; nil before there is a thread.
        var alarm: Int32?
        /// Whether a byte was written to it.
        var isSounding = false
    }

    private let state = Mutex(State())
    private let counter = Atomic<UInt64>(0)

    /// A token for a new wait.
    func makeToken() -> Token { Token(number: counter.add(1, ordering: .relaxed).newValue) }

    /// Waits until a socket is ready, `wake` is called, the deadline passes, or the task is cancelled.
    /// - Parameters:
    ///   - socket: the descriptor; -1 for none.
    ///   - isOver: whether there is nothing to wait for any more. It is called once after the wait is registered, so
    ///     that no call of `wake` is lost.
    func wait(
        _ token: Token, on socket: Int32 = -1, for interest: Interest = .readable, until deadline: Deadline?,
        unless isOver: () -> Bool = { false }
    ) async -> Outcome {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let wait = Wait(socket: socket, interest: interest, deadline: deadline, continuation: continuation)
                guard insert(wait, token) else { return continuation.resume(returning: .timedOut) }
                if isOver() { end(token, .ready) }
                if Task.isCancelled { end(token, .cancelled) }
            }
        } onCancel: {
            end(token, .cancelled)
        }
    }

    /// Ends a wait, if it has begun and not ended.
    func wake(_ token: Token) { end(token, .ready) }

    /// Ends all waits for a socket.
    func wake(_ socket: Int32) {
        let woken = state.withLock { state in
            let tokens = state.waits.filter { $0.value.socket == socket }.keys
            return tokens.compactMap { state.waits.removeValue(forKey: $0)?.continuation }
        }
        for continuation in woken { continuation.resume(returning: .ready) }
    }

    private func end(_ token: Token, _ outcome: Outcome) {
        state.withLock { $0.waits.removeValue(forKey: token) }?.continuation.resume(returning: outcome)
    }

    /// Registers a wait and notifies the thread; returns false if there is no thread and none can be started.
    private func insert(_ wait: Wait, _ token: Token) -> Bool {
        state.withLock { state in
            if state.alarm == nil {
                let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
                var pair: [Int32] = [-1, -1]
                guard unsafe socketpair(AF_UNIX, type, 0, &pair) == 0 else { return false }
                let sleeper = pair[0]
                guard SystemThread.start({ self.run(sleeper) }) else {
                    for end in pair { close(end) }
                    return false
                }
                state.alarm = pair[1]
            }
            state.waits[token] = wait
            // The thread need not know about a wait that only `wake` can end.
            if wait.socket >= 0 || wait.deadline != nil, let alarm = state.alarm, !state.isSounding {
                state.isSounding = true
                unsafe _ = write(alarm, [0], 1)
            }
            return true
        }
    }

    /// The thread's main function: sleeps until something happens, and ends the waits concerned.
    private func run(_ alarm: Int32) {
        while true {
            let (tokens, deadline) = state.withLock { state in
                let concerned = state.waits.filter { $0.value.socket >= 0 }
                return (
                    concerned.map { (token: $0.key, socket: $0.value.socket, interest: $0.value.interest) },
                    state.waits.values.compactMap(\.deadline).min()
                )
            }
            var descriptors = [pollfd(fd: alarm, events: Int16(POLLIN), revents: 0)]
            for (_, socket, interest) in tokens {
                let events = interest == .readable ? POLLIN : POLLOUT
                descriptors.append(pollfd(fd: socket, events: Int16(events), revents: 0))
            }
            let timeout = deadline.map { Int32(clamping: $0.remaining) } ?? -1
            unsafe _ = poll(&descriptors, nfds_t(descriptors.count), timeout)

            if descriptors[0].revents != 0 {
                state.withLock { state in
                    state.isSounding = false
                    var byte: UInt8 = 0
                    unsafe _ = read(alarm, &byte, 1)
                }
            }
            for (descriptor, wait) in zip(descriptors.dropFirst(), tokens) where descriptor.revents != 0 {
                end(wait.token, .ready)
            }
            endOverdue()
        }
    }

    private func endOverdue() {
        let overdue = state.withLock { state in
            let tokens = state.waits.filter { $0.value.deadline?.isOver ?? false }.keys
            return tokens.compactMap { state.waits.removeValue(forKey: $0)?.continuation }
        }
        for continuation in overdue { continuation.resume(returning: .timedOut) }
    }
}
