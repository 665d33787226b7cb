/// The memory that the bodies of all connections together may use until their requests are answered. Daemons with the
/// same budget share it.
///
/// No sender is authenticated while a body arrives. So when the budget is used up, the source that holds the most
/// memory loses the slowest of its bodies, repeatedly until there is room: a source may use everything that nobody else
/// needs, but no more than the others when all of them need memory. Bodies younger than half a second are dropped after
/// older ones, the largest first. A body whose header section has authenticated its sender is never dropped. Behind a
/// trusted proxy each connection counts as a source.
public final class BodyBudget: Sendable {
    /// What each body may use outside the budget, in bytes: most deliveries are shorter, and get through even when the
    /// budget is used up.
    static let allowance = 64 * 1024

    private struct State {
        var taken = 0
        /// The bodies that are arriving, and how much each has taken.
        var arriving: [ObjectIdentifier: (body: HeldBody, taken: Int)] = [:]
    }

    private let limit: Int
    private let state = ThreadLock(State())

    /// A budget of this many bytes, clamped to 0 to 1 TiB.
    public init(_ limit: Int) { self.limit = min(max(limit, 0), 1 << 40) }

    /// Takes this many bytes; returns false and takes nothing if fewer are left.
    func take(_ count: Int) -> Bool {
        state.withLock { state in
            guard state.taken + count <= limit else { return false }
            state.taken += count
            return true
        }
    }

    /// Takes up to `count` bytes for work, at most half of the remaining budget, and returns the amount taken.
    func takeForWork(_ count: Int) -> Int {
        state.withLock { state in
            let granted = min(count, max(limit - state.taken, 0) / 2)
            state.taken += granted
            return granted
        }
    }

    /// Takes more bytes for an arriving body, from other bodies if the budget is used up; returns false if this body
    /// itself must be dropped or was dropped before.
    func take(_ count: Int, for body: HeldBody, at now: MonotonicTime = .now) -> Bool {
        let (isTaken, victims) = state.withLock { state -> (Bool, [HeldBody]) in
            let name = ObjectIdentifier(body)
            guard !body.hasGivenWay, count <= limit else { return (false, []) }
            var victims: [HeldBody] = []
            state.arriving[name, default: (body, 0)].taken += count
            state.taken += count
            while state.taken > limit {
                let victim = Self.firstToGiveWay(of: state.arriving.values, at: now) ?? body
                guard victim !== body else {
                    state.arriving[name]?.taken -= count
                    state.taken -= count
                    return (false, victims)
                }
                state.taken -= state.arriving.removeValue(forKey: ObjectIdentifier(victim))?.taken ?? 0
                victim.giveWay()
                victims.append(victim)
            }
            return (true, victims)
        }
        for victim in victims { victim.reportGivingWay() }
        return isTaken
    }

    /// A body has arrived completely and cannot be dropped any more; returns what it has taken, which the caller gives
    /// back.
    func finish(_ body: HeldBody) -> Int {
        state.withLock { $0.arriving.removeValue(forKey: ObjectIdentifier(body))?.taken ?? 0 }
    }

    /// Returns memory to the budget.
    func give(back count: Int) { state.withLock { $0.taken -= count } }

    private static func firstToGiveWay(
        of bodies: some Collection<(body: HeldBody, taken: Int)>, at now: MonotonicTime
    ) -> HeldBody? {
        var sums: [HeldBody.Holder: Int] = [:]
        for (body, taken) in bodies where !body.isProven { sums[body.holder, default: 0] += taken }
        guard let largest = sums.values.max() else { return nil }
        let candidates = bodies.filter { !$0.body.isProven && sums[$0.body.holder] == largest }
        // The speed of a body is known only after a while: among those that have just begun, the largest is dropped.
        let slowest = candidates.map(\.body).filter { $0.age(at: now).milliseconds >= judgedAfter.milliseconds }
            .min { $0.rate(at: now) < $1.rate(at: now) }
        return slowest ?? candidates.max { $0.taken < $1.taken }?.body
    }

    /// The age from which a body is judged by its speed.
    private static let judgedAfter = MonotonicTime.Interval(milliseconds: 500)
}

/// What a request's body has taken from the budget, until it is given back, at the latest when this object is released.
final class BodyLease: Sendable {
    /// Parsing takes this many times a body's size in addition, for the tree and its texts.
    private static let workFactor = 4

    private let budget: BodyBudget
    private let size: Int
    private let taken: ThreadLock<Int>

    /// A lease of what a body of `size` bytes has taken.
    init(_ budget: BodyBudget, size: Int, taken: Int) {
        self.budget = budget
        self.size = size
        self.taken = ThreadLock(taken)
    }

    deinit { giveBack() }

    /// Takes more while the body is worked on, as much as the budget allows without starving others.
    func extendForWork() {
        taken.withLock { $0 += budget.takeForWork(Self.workFactor * size) }
    }

    /// Returns everything to the budget, once.
    func giveBack() {
        taken.withLock { taken in
            budget.give(back: taken)
            taken = 0
        }
    }
}
