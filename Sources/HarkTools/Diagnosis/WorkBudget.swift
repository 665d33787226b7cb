/// How much work a diagnosis may still do, in estimated nanoseconds of a core. It is counted, not measured, so that the
/// result does not depend on the load of the machine.
final class WorkBudget {
    /// What a diagnosis may spend on guesses: less than a second.
    static let usual = 800_000_000

    private var left: Int

    /// - Parameter budget: how much may be spent; nil for no limit.
    init(_ budget: Int? = usual) { left = budget ?? .max }

    /// Whether nothing is left.
    var isSpent: Bool { left <= 0 }

    /// Spends some of it, possibly more than is left.
    func spend(_ amount: Int) { left = left.subtractingReportingOverflow(amount).partialValue }
}
