private import Dispatch
private import Glibc
private import Synchronization

/// Watches a daemon from its own thread: ends what is overdue, and drains and stops the daemon. It needs its own thread
/// because the pool may be full of handlers when a deadline passes, and because stopping blocks.
final class Supervisor: Sendable {
    private enum State {
        case serving
        case draining(until: ContinuousClock.Instant, [CheckedContinuation<Void, Never>])
        case stopped
    }

    private static let tick = DispatchTimeInterval.milliseconds(250)
    private static let drainTick = DispatchTimeInterval.milliseconds(5)

    private let core: DaemonCore
    private let daemon: DaemonHandle
    private let listener: Listener
    private let state = Mutex(State.serving)
    private let wake = DispatchSemaphore(value: 0)

    init(_ core: DaemonCore, _ daemon: DaemonHandle, _ listener: Listener) {
        self.core = core
        self.daemon = daemon
        self.listener = listener
    }

    /// Starts the thread; returns false if the system has none left.
    func start() -> Bool {
        // Released by `superviseThread`, which takes ownership.
        let context = unsafe Unmanaged.passRetained(self)
        var thread = pthread_t()
        let status = unsafe pthread_create(&thread, nil, superviseThread, context.toOpaque())
        guard status == 0 else {
            unsafe context.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// Returns when the daemon has stopped, at most shortly after `limit`. A second call waits for the same stop, and
    /// may shorten its limit.
    func drain(within limit: Duration) async {
        await withCheckedContinuation { continuation in
            requestDrain(within: limit, continuation)
        }
    }

    /// Starts draining without waiting.
    func requestDrain(within limit: Duration, _ continuation: CheckedContinuation<Void, Never>? = nil) {
        let end = ContinuousClock.now + limit
        let isOver = state.withLock { state in
            let waiting = continuation.map { [$0] } ?? []
            switch state {
            case .serving: state = .draining(until: end, waiting)
            case .draining(let other, let others): state = .draining(until: min(end, other), others + waiting)
            case .stopped: return true
            }
            return false
        }
        if isOver { continuation?.resume() } else { wake.signal() }
    }

    /// The thread's main function.
    fileprivate func run() {
        while drainDeadline == nil {
            _ = wake.wait(timeout: .now() + Self.tick)
            sweep()
        }
        core.beginDraining()
        // Before the socket is closed: then another bot may already have made a new file there.
        listener.unlinkSocketFile()
        daemon.quiesce()
        while let deadline = drainDeadline, deadline > .now, !core.registry.inFlight().isEmpty { pause() }
        core.gate.close()
        while core.gate.count > 0 {
            for watch in core.registry.inFlight() { watch.awaitedExchange?.interrupt(.stopping) }
            pause()
        }
        // The 503 responses need a moment to be sent.
        let grace = ContinuousClock.now + .seconds(1)
        while !core.registry.inFlight().isEmpty, grace > .now { pause() }
        stop()
    }

    private var drainDeadline: ContinuousClock.Instant? {
        state.withLock { if case .draining(let deadline, _) = $0 { deadline } else { nil } }
    }

    private func pause() {
        _ = wake.wait(timeout: .now() + Self.drainTick)
        sweep()
    }

    private func sweep() {
        let now = MonotonicTime.now
        core.reportTallies(at: now)
        for overdue in core.registry.cutOverdue(at: now) {
            guard let phase = RequestPhase(overdue.phase) else { continue }
            core.report(.expired(phase: phase, peer: overdue.watch.peer))
        }
        for watch in core.registry.inFlight() {
            guard let exchange = watch.overdueExchange(at: now), exchange.interrupt(.deadline) else { continue }
            core.report(.expired(phase: .handler, peer: watch.peer))
        }
        for watch in core.registry.deserted() {
            guard let exchange = watch.awaitedExchange, exchange.interrupt(.clientLeft) else { continue }
            core.report(.abandoned(peer: watch.peer))
        }
    }

    private func stop() {
        // MHD_stop_daemon waits for such a thread as long as its handler takes; the caller of `drain` does not.
        let isBlocked = core.registry.inFlight().contains { $0.phase == .running }
        if isBlocked {
            core.report(.degraded(reason: "A handler still blocks its thread; the daemon stops when it returns."))
            finish()
        }
        core.stop()
        daemon.stop()
        core.registry.cutLingering()
        finish()
    }

    private func finish() {
        let waiting = state.withLock { state in
            defer { state = .stopped }
            if case .draining(_, let waiting) = state { return waiting } else { return [] }
        }
        for continuation in waiting { continuation.resume() }
    }
}

extension RequestPhase {
    /// Nil between requests, where a connection may end normally.
    init?(_ phase: ConnectionWatch.Phase) {
        switch phase {
        case .idle: return nil
        case .head: self = .head
        case .body: self = .body
        case .running, .waiting: self = .handler
        case .sending: self = .answer
        case .lingering: self = .lingering
        }
    }
}

/// The start routine of the supervisor's thread.
private let superviseThread: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
    guard let context = unsafe context else { return nil }
    unsafe Unmanaged<Supervisor>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
