private import Synchronization

/// A long body while it arrives, which another thread may drop when others need its memory.
final class HeldBody: Sendable {
    /// Who a body belongs to when memory is shared.
    enum Holder: Hashable {
        /// A source.
        case source(Source)
        /// A connection through a proxy, which may serve any number of clients.
        case connection(ObjectIdentifier)
    }

    /// The state of a body.
    enum Fate: Equatable {
        /// It is arriving.
        case kept
        /// It was dropped, and its client was answered if that was possible from the other thread.
        case gone(isAnswered: Bool)
    }

    private struct State {
        var bytes: [UInt8]
        var fate = Fate.kept
    }

    /// Who it belongs to.
    let holder: Holder
    /// Whether its header section has authenticated its sender.
    let isProven: Bool

    private let start: MonotonicTime
    private let received: Atomic<Int>
    private let isGone = Atomic(false)
    private let state: ThreadLock<State>
    private let answer: @Sendable () -> Bool
    private let report: @Sendable () -> Void

    /// A body whose first bytes have arrived. When it is dropped, `answer` answers its client, or returns false, and
    /// `report` reports it; both may be called on any thread.
    init(
        _ bytes: [UInt8], since start: MonotonicTime, of watch: ConnectionWatch, isProven: Bool,
        answer: @escaping @Sendable () -> Bool, report: @escaping @Sendable () -> Void
    ) {
        holder = Self.holder(of: watch)
        self.isProven = isProven
        self.start = start
        received = Atomic(bytes.count)
        state = ThreadLock(State(bytes: bytes))
        self.answer = answer
        self.report = report
    }

    /// Who the bodies of a connection belong to.
    static func holder(of watch: ConnectionWatch) -> Holder {
        watch.hasNoShare ? .connection(ObjectIdentifier(watch)) : .source(watch.source)
    }

    /// Whether it was dropped.
    var hasGivenWay: Bool { isGone.load(ordering: .relaxed) }

    /// Whether it was dropped, and whether its client was answered.
    var fate: Fate { state.withLock { $0.fate } }

    /// How long it has been arriving.
    func age(at now: MonotonicTime) -> MonotonicTime.Interval {
        MonotonicTime.Interval(milliseconds: now < start ? 0 : now.milliseconds - start.milliseconds)
    }

    /// Its speed so far, in bytes per second.
    func rate(at now: MonotonicTime) -> Int {
        received.load(ordering: .relaxed) * 1000 / (Int(clamping: age(at: now).milliseconds) + 1)
    }

    /// Appends a part that has arrived.
    func append(_ part: UnsafeRawBufferPointer) {
        received.add(part.count, ordering: .relaxed)
        state.withLock { state in
            if state.fate == .kept { unsafe state.bytes.append(contentsOf: part) }
        }
    }

    /// Returns everything that has arrived, once.
    func takeBytes() -> [UInt8] {
        state.withLock { state in
            defer { state.bytes = [] }
            return state.bytes
        }
    }

    /// Drops it: answers the client, if that is possible from here, and frees the memory.
    func giveWay() {
        isGone.store(true, ordering: .relaxed)
        state.withLock { state in
            state.bytes = []
            state.fate = .gone(isAnswered: answer())
        }
    }

    /// Reports that it was dropped.
    func reportGivingWay() { report() }
}
