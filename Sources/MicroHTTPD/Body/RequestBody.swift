private import HTTPTypes
internal import HarkHTTP

/// The body of the request that a connection reads, and what it takes of the memory for all bodies.
final class RequestBody {
    /// What is to be done after a part of it.
    enum Step {
        /// More is read.
        case more
        /// It is broken off for this reason.
        case refused(Refusal)
        /// It gave way to another, and its client was told so or not.
        case gone(isAnswered: Bool)
    }

    /// Most bytes.
    var limit = 0
    /// Whether it is dropped while it is read.
    var isDiscarded = false

    private let core: DaemonCore
    private let watch: ConnectionWatch
    private var bytes: [UInt8] = []
    /// The body from the moment at which it is longer than what each may take without asking.
    private var held: HeldBody?
    private var isProven = false
    private var start = MonotonicTime(milliseconds: 0)
    private var received = 0
    /// What it has taken of the budget while it arrives.
    private var taken = 0
    /// The same once it is there.
    private var lease: BodyLease?

    /// The bodies of a connection, one after the other.
    init(_ core: DaemonCore, _ watch: ConnectionWatch) {
        self.core = core
        self.watch = watch
    }

    /// A header section has come; its body may follow.
    func begin(at now: MonotonicTime) {
        release()
        isDiscarded = false
        received = 0
        start = now
    }

    /// The body is wanted, and of a length that is known or not.
    func expect(_ length: Int, isProven: Bool) {
        self.isProven = isProven
        bytes.reserveCapacity(min(length, BodyBudget.allowance))
    }

    /// Keeps a part that has come, if there is room for it.
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

    /// The whole body, which gives way to no other any more; nil when it did before, and whether its client was told
    /// so.
    func finish() -> (bytes: [UInt8]?, isAnswered: Bool) {
        guard let finished = held.take() else {
            defer { bytes = [] }
            return (bytes, false)
        }
        lease = BodyLease(core.bodyBudget, size: received, taken: core.bodyBudget.finish(finished))
        guard finished.hasGivenWay else { return (finished.takeBytes(), false) }
        return (nil, finished.fate == .gone(isAnswered: true))
    }

    /// What a finished body has taken, which is no longer given back with it.
    func takeLease() -> BodyLease {
        defer { lease = nil }
        return lease ?? BodyLease(core.bodyBudget, size: received, taken: 0)
    }

    /// Frees it and gives back what it has taken.
    func release() {
        bytes = []
        if let held { core.bodyBudget.give(back: core.bodyBudget.finish(held)) }
        held = nil
        taken = 0
        lease?.giveBack()
        lease = nil
    }

    /// Puts the body where others can take it away.
    private func hold() -> HeldBody {
        let (core, watch) = (core, watch)
        let held = HeldBody(
            bytes, since: start, of: watch, isProven: isProven,
            answer: {
                // No other thread may use a TLS session: its own answers when the next part comes.
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
