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
