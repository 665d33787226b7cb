private import HTTPTypes
internal import HarkHTTP

/// The body of the request that a connection is reading, and its share of the memory for all bodies.
final class RequestBody {
    /// What to do after a part of the body.
    enum Step {
        /// Read more.
        case more
        /// Refuse the request for this reason.
        case refused(Refusal)
        /// The body was dropped to make room, and its client was answered or not.
        case gone(isAnswered: Bool)
    }

    /// Longest body, in bytes.
    var limit = 0
    /// Whether the body is read and dropped.
    var isDiscarded = false

    private let core: DaemonCore
    private let watch: ConnectionWatch
    private var bytes: [UInt8] = []
    /// The body, from the moment when it exceeds its free allowance.
    private var held: HeldBody?
    private var isProven = false
    private var start = MonotonicTime(milliseconds: 0)
    private var received = 0
    /// What it has taken from the budget while it arrives.
    private var taken = 0
    /// The same once it is complete.
    private var lease: BodyLease?

    /// The bodies of a connection, one after another.
    init(_ core: DaemonCore, _ watch: ConnectionWatch) {
        self.core = core
        self.watch = watch
    }

    /// A header section has arrived; a body may follow.
    func begin(at now: MonotonicTime) {
        release()
        isDiscarded = false
        received = 0
        start = now
    }

    /// The body is to be read; its length may be known.
    func expect(_ length: Int, isProven: Bool) {
        self.isProven = isProven
        bytes.reserveCapacity(min(length, BodyBudget.allowance))
    }

    /// Keeps a part that has arrived, if there is room for it.
    func receive(_ part: UnsafeRawBufferPointer) -> Step {
        received += part.count
        if let held, held.hasGivenWay { return Self.gone(held) }
        guard received <= limit else { return .refused(.bodyTooLarge) }
        if isDiscarded { return .more }
        guard received > BodyBudget.allowance else {
            unsafe bytes.append(contentsOf: part)
            return .more
        }
        let held = held ?? hold()
        unsafe held.append(part)
        let needed = received - BodyBudget.allowance - taken
        guard core.bodyBudget.take(needed, for: held) else {
            return held.hasGivenWay ? Self.gone(held) : .refused(.noMemoryForBody)
        }
        taken += needed
        return .more
    }

    /// The whole body, which cannot be dropped any more; nil if it was dropped, and whether its client was answered.
    func finish() -> (bytes: [UInt8]?, isAnswered: Bool) {
        guard let finished = held.take() else {
            defer { bytes = [] }
            return (bytes, false)
        }
        lease = BodyLease(core.bodyBudget, size: received, taken: core.bodyBudget.finish(finished))
        guard finished.hasGivenWay else { return (finished.takeBytes(), false) }
        return (nil, finished.fate == .gone(isAnswered: true))
    }

    /// The lease of a finished body, which the caller gives back from now on.
    func takeLease() -> BodyLease {
        defer { lease = nil }
        return lease ?? BodyLease(core.bodyBudget, size: received, taken: 0)
    }

    /// Frees the body and returns its memory to the budget.
    func release() {
        bytes = []
        if let held { core.bodyBudget.give(back: core.bodyBudget.finish(held)) }
        held = nil
        taken = 0
        lease?.giveBack()
        lease = nil
    }

    /// Makes the body available for dropping.
    private func hold() -> HeldBody {
        let (core, watch) = (core, watch)
        let held = HeldBody(
            bytes, since: start, of: watch, isProven: isProven,
            answer: {
                // Another thread must not use a TLS session: the connection's own thread answers when the next part
                // arrives.
                guard core.scheme == .http else { return false }
                watch.enter(.body, until: .now + core.timeouts.linger.silence)
                return core.registry.withSocket(of: watch) { RawAnswer.send(.bodyGaveWay, on: $0) } != nil
            },
            report: {
                let refusal = Refusal.bodyGaveWay
                core.report(.refused(status: refusal.status, reason: refusal.reason, peer: watch.peer))
            })
        bytes = []
        self.held = held
        return held
    }

    private static func gone(_ held: HeldBody) -> Step { .gone(isAnswered: held.fate == .gone(isAnswered: true)) }
}
