/// Which of the deliveries that are due may run now: `DeliveryStore.claim`.
package struct ClaimChoice {
    /// The part of the ready deliveries that one limit applies to: the column `queue`.
    package enum Queue: Int, CaseIterable, Sendable {
        case fresh, retried, suspect, isolated
    }

    /// One claim takes no more than this, whatever the limits are.
    private static let most = 1000

    /// Those that may run, in their order.
    package private(set) var taken: [DeliveryRecord] = []
    /// Whether more are due.
    package private(set) var isMoreDue = false
    /// Whether one that must run alone is due and was left out.
    package private(set) var isIsolatedDue = false

    /// Chooses.
    /// - Parameter due: the earliest ones of each queue, at most `count` of them; the earliest first.
    package init(_ limits: ClaimLimits, among due: [DeliveryRecord]) {
        var (total, retried) = Self.bounded(limits)
        let isolated = due.filter { $0.crashes > 1 }
        if limits.acceptsIsolated, total > 0, let alone = isolated.first {
            (taken, isMoreDue, isIsolatedDue) = ([alone], due.count > 1, isolated.count > 1)
            return
        }
        (isMoreDue, isIsolatedDue) = (!isolated.isEmpty, !isolated.isEmpty)
        var suspects = limits.acceptsSuspect ? 1 : 0
        for record in due where record.crashes < 2 {
            let isRetried = record.started != nil
            guard total > 0, !isRetried || retried > 0, record.crashes == 0 || suspects > 0 else {
                isMoreDue = true
                continue
            }
            total -= 1
            if isRetried { retried -= 1 }
            if record.crashes > 0 { suspects -= 1 }
            taken.append(record)
        }
    }

    /// How many deliveries of a queue a store looks for: one more than may run shows whether there are more.
    package static func count(of queue: Queue, for limits: ClaimLimits) -> Int {
        let (total, retried) = bounded(limits)
        return switch queue {
        case .fresh: total + 1
        case .retried: retried + 1
        case .suspect, .isolated: 2
        }
    }

    private static func bounded(_ limits: ClaimLimits) -> (total: Int, retried: Int) {
        let total = min(max(limits.total, 0), most)
        return (total, min(max(limits.retried, 0), total))
    }
}
