private import Synchronization

/// A long body while it arrives, which another thread may take away when others need its memory.
final class HeldBody: Sendable {
    /// Whose a body is when memory is shared.
    enum Holder: Hashable {
        /// One of a source.
        case source(Source)
        /// One that comes through a proxy, behind which there may be anyone.
        case connection(ObjectIdentifier)
    }

    /// What has become of it.
    enum Fate: Equatable {
        /// It arrives.
        case kept
        /// It was taken away, and its client was answered if that was possible from another thread.
        case gone(isAnswered: Bool)
    }

    private struct State {
        var bytes: [UInt8]
        var fate = Fate.kept
    }

    /// Whose it is.
    let holder: Holder
    /// Whether its head has proved its sender.
    let isProven: Bool

    private let start: MonotonicTime
    private let received: Atomic<Int>
    private let isGone = Atomic(false)
    private let state: ThreadLock<State>
    private let answer: @Sendable () -> Bool
    private let report: @Sendable () -> Void

    /// A body of which the first bytes are there. When it must give way, `answer` answers its client, or returns false,
    /// and `report` says so; both may be called on any thread.
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

    /// Whose the bodies of a connection are.
    static func holder(of watch: ConnectionWatch) -> Holder {
        watch.hasNoShare ? .connection(ObjectIdentifier(watch)) : .source(watch.source)
    }

    /// Whether it was taken away.
    var hasGivenWay: Bool { isGone.load(ordering: .relaxed) }

    /// Whether it was taken away, and whether its client knows.
    var fate: Fate { state.withLock { $0.fate } }

    /// How long it has been coming.
    func age(at now: MonotonicTime) -> MonotonicTime.Interval {
        MonotonicTime.Interval(milliseconds: now < start ? 0 : now.milliseconds - start.milliseconds)
    }

    /// How fast it has come, in bytes a second.
    func rate(at now: MonotonicTime) -> Int {
        received.load(ordering: .relaxed) * 1000 / (Int(clamping: age(at: now).milliseconds) + 1)
    }

    /// Another part has come.
    func append(_ part: UnsafeRawBufferPointer) {
        received.add(part.count, ordering: .relaxed)
        state.withLock { state in
            if state.fate == .kept { unsafe state.bytes.append(contentsOf: part) }
        }
    }

    /// All that has come, once.
    func takeBytes() -> [UInt8] {
        state.withLock { state in
            defer { state.bytes = [] }
            return state.bytes
        }
    }

    /// Answers the client, if that is possible from here, and frees the memory.
    func giveWay() {
        isGone.store(true, ordering: .relaxed)
        state.withLock { state in
            state.bytes = []
            state.fate = .gone(isAnswered: answer())
        }
    }

    /// Says that it gave way.
    func reportGivingWay() { report() }
}
