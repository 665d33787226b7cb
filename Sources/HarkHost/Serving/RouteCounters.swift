private import Synchronization

/// How often a route was used since the start, and how it went.
final class RouteCounters: Sendable {
    private let servedCount = Atomic<Int>(0)
    private let refusedCount = Atomic<Int>(0)
    private let failedCount = Atomic<Int>(0)
    private let ignoredCount = Atomic<Int>(0)
    private let incompleteCount = Atomic<Int>(0)
    private let ignoredReasons = Mutex<Set<[UInt8]>>([])

    /// Most reasons for ignoring a delivery that are told apart; they come from senders.
    static let mostReasons = 256

    /// Bytes by which reasons are told apart.
    static let longestReason = 256

    init() {}

    /// Deliveries answered 1xx to 3xx, the ignored ones among them.
    var served: Int { servedCount.load(ordering: .relaxed) }

    /// Deliveries answered 4xx.
    var refused: Int { refusedCount.load(ordering: .relaxed) }

    /// Deliveries answered 5xx.
    var failed: Int { failedCount.load(ordering: .relaxed) }

    /// Deliveries that the plugin acknowledged without doing anything.
    var ignored: Int { ignoredCount.load(ordering: .relaxed) }

    /// Deliveries that lacked something that they should have had.
    var incomplete: Int { incompleteCount.load(ordering: .relaxed) }

    /// Counts one answer.
    func count(_ response: Response) {
        switch response.status.code {
        case ..<400: servedCount.add(1, ordering: .relaxed)
        case ..<500: refusedCount.add(1, ordering: .relaxed)
        default: failedCount.add(1, ordering: .relaxed)
        }
        if response.ignoredReason != nil { ignoredCount.add(1, ordering: .relaxed) }
        if response.isIncomplete { incompleteCount.add(1, ordering: .relaxed) }
    }

    /// Whether this reason for ignoring a delivery has not come up before, so that the operator is told once.
    func shouldLog(_ reason: String) -> Bool {
        // Bytes, and not too many of them: reasons may repeat what a sender wrote.
        let start = Array(reason.utf8.prefix(Self.longestReason))
        return ignoredReasons.withLock { $0.count < Self.mostReasons && $0.insert(start).inserted }
    }
}
