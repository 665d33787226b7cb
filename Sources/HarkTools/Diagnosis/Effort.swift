/// How much work a diagnosis may still do, in about the nanoseconds that a core takes for it. It is counted, not
/// measured: what is found does not depend on how busy the machine is.
final class Effort {
    /// What a diagnosis may spend on guesses: less than a second.
    static let usual = 800_000_000

    private var left: Int

    /// - Parameter budget: how much may be spent; nil for as much as it takes.
    init(_ budget: Int? = usual) { left = budget ?? .max }

    /// Whether nothing is left.
    var isSpent: Bool { left <= 0 }

    /// Spends some of it, perhaps more than is left.
    func spend(_ amount: Int) { left = left.subtractingReportingOverflow(amount).partialValue }
}
