/// The memory that the bodies of all connections may take together until they are answered. Daemons with one budget
/// share it.
///
/// No one has proved anything yet while a body arrives. So when the budget runs out, the source that holds most gives
/// way with the slowest of its bodies, again and again until there is room: one source may use all that no one else
/// asks for, and has no more than the others when all of them ask. Bodies younger than half a second give way after
/// older ones, the largest first. A body whose head has proved its sender gives way to
/// none. Behind a trusted proxy each connection is a source of its own.
public final class BodyBudget: Sendable {
    /// What each body may take without asking, in bytes: most deliveries are shorter, and get through when others have
    /// used everything up.
    static let allowance = 64 * 1024

    private struct State {
        var taken = 0
        /// The bodies that still arrive, and what each has taken.
        var arriving: [ObjectIdentifier: (body: HeldBody, taken: Int)] = [:]
    }

    private let limit: Int
    private let state = ThreadLock(State())

    /// A budget of so many bytes, held between 0 and 1 TiB.
    public init(_ limit: Int) { self.limit = min(max(limit, 0), 1 << 40) }

    /// Takes so many bytes; false, and nothing taken, when there are not as many left.
    func take(_ count: Int) -> Bool {
        state.withLock { state in
            guard state.taken + count <= limit else { return false }
            state.taken += count
            return true
        }
    }

    /// Takes for work as much of `count` as leaves half of what is left, and returns how much that is.
    func takeForWork(_ count: Int) -> Int {
        state.withLock { state in
            let granted = min(count, max(limit - state.taken, 0) / 2)
            state.taken += granted
            return granted
        }
    }

    /// Takes so many bytes more for a body that arrives, from others if there are none left; false when it is the body
    /// itself that must give way, or has given way already.
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

    /// A body has come whole, and gives way to no other any more; returns what it has taken, which is to be given back.
    func finish(_ body: HeldBody) -> Int {
        state.withLock { $0.arriving.removeValue(forKey: ObjectIdentifier(body))?.taken ?? 0 }
    }

    /// Gives back what was taken.
    func give(back count: Int) { state.withLock { $0.taken -= count } }

    private static func firstToGiveWay(
        of bodies: some Collection<(body: HeldBody, taken: Int)>, at now: MonotonicTime
    ) -> HeldBody? {
        var sums: [HeldBody.Holder: Int] = [:]
        for (body, taken) in bodies where !body.isProven { sums[body.holder, default: 0] += taken }
        guard let largest = sums.values.max() else { return nil }
        let candidates = bodies.filter { !$0.body.isProven && sums[$0.body.holder] == largest }
        // How fast a body is shows only after a while: among those that have just begun the largest gives way.
        let slowest = candidates.map(\.body).filter { $0.age(at: now).milliseconds >= judgedAfter.milliseconds }
            .min { $0.rate(at: now) < $1.rate(at: now) }
        return slowest ?? candidates.max { $0.taken < $1.taken }?.body
    }

    /// The age from which a body is judged by how fast it comes.
    private static let judgedAfter = MonotonicTime.Interval(milliseconds: 500)
}

/// What a request's body has taken of the memory for bodies, until it is given back, at the latest when no one holds
/// this any more.
final class BodyLease: Sendable {
    /// A parsed body takes this much more than its bytes, in tree and texts.
    private static let workFactor = 4

    private let budget: BodyBudget
    private let size: Int
    private let taken: ThreadLock<Int>

    /// What a body of `size` bytes has taken.
    init(_ budget: BodyBudget, size: Int, taken: Int) {
        self.budget = budget
        self.size = size
        self.taken = ThreadLock(taken)
    }

    deinit { giveBack() }

    /// Takes more while the body is worked on, as much as there is without starving others.
    func extendForWork() {
        taken.withLock { $0 += budget.takeForWork(Self.workFactor * size) }
    }

    /// Gives it back, once.
    func giveBack() {
        taken.withLock { taken in
            budget.give(back: taken)
            taken = 0
        }
    }
}
