private import Synchronization

/// The memory that the bodies of all connections may take together while they arrive: nobody has proved anything yet.
/// Daemons with one budget share it.
public final class BodyBudget: Sendable {
    /// What each body may take without asking, in bytes: most deliveries are shorter, and get through when others have
    /// used everything up.
    static let allowance = 64 * 1024

    private let limit: Int
    private let taken = Atomic<Int>(0)

    /// A budget of so many bytes, held between 0 and 1 TiB.
    public init(_ limit: Int) { self.limit = min(max(limit, 0), 1 << 40) }

    /// Takes so many bytes; false, and nothing taken, when there are not as many left.
    func take(_ count: Int) -> Bool {
        guard taken.add(count, ordering: .relaxed).newValue > limit else { return true }
        give(back: count)
        return false
    }

    /// Gives back what was taken.
    func give(back count: Int) { taken.subtract(count, ordering: .relaxed) }
}
