private import Synchronization

/// A number that only grows while the bot runs. Adding to it is one atomic operation.
final class Counter: Sendable {
    private let count = Atomic(0)

    /// The number now.
    var value: Int { count.load(ordering: .relaxed) }

    func add(_ amount: Int = 1) { count.add(amount, ordering: .relaxed) }
}

/// The values of a label, all of them known when the bot is built. Their raw values count from 0, in the order of the
/// cases.
protocol MetricLabel: CaseIterable, RawRepresentable<Int>, Sendable {
    /// The value as metrics show it.
    var text: String { get }
}

extension MetricLabel {
    /// The name of the case.
    var text: String { "\(self)" }
}

/// A counter for each value of a label. Each exists from the start, at 0: a series that appears with its first event
/// hides that event from Prometheus' `increase()`.
struct CounterSet<Label: MetricLabel>: Sendable {
    private let counters = Label.allCases.map { _ in Counter() }

    subscript(label: Label) -> Counter { counters[label.rawValue] }
}
