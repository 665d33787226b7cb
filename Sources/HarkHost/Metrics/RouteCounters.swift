private import Synchronization

/// Counts the uses of a route since the start, by result: `BotStatus` and the metrics read the same counters.
final class RouteCounters: Sendable {
    /// How long answers took.
    let answerTime = Histogram(seconds: .shortTimes)
    /// Repetitions of deliveries that were not handled.
    let duplicates = Counter()
    /// Deliveries that were handled at once because they could not be stored.
    let unstored = Counter()
    /// Accepted but ignored deliveries.
    let ignored = Counter()
    /// Deliveries that lacked expected fields.
    let incomplete = Counter()
    private let answers = CounterSet<StatusClass>()
    /// Stored deliveries that were acknowledged and failed for good.
    private let dead = Counter()
    private let ignoredReasons = Mutex<Set<[UInt8]>>([])

    /// Most reasons for ignoring a delivery that are told apart; senders can influence them.
    static let mostReasons = 256

    /// How many bytes of a reason are compared.
    static let longestReason = 256

    init() {}

    /// The current counts.
    var counts: BotStatus.Counts {
        BotStatus.Counts(
            served: count(.informational) + count(.successful) + count(.redirected), ignored: ignored.value,
            incomplete: incomplete.value, refused: count(.refused), failed: count(.failed) + dead.value)
    }

    /// How many requests were answered with a status of this class.
    func count(_ status: StatusClass) -> Int { answers[status].value }

    /// Counts the end of a delivery that was stored and acknowledged before.
    func countEnd(isIgnored: Bool, isIncomplete: Bool, isFailed: Bool) {
        if isIgnored { ignored.add() }
        if isIncomplete { incomplete.add() }
        if isFailed { dead.add() }
    }

    /// Counts one answer.
    func count(_ status: HTTPResponse.Status, after duration: Duration, isIgnored: Bool, isIncomplete: Bool) {
        answers[StatusClass(status)].add()
        answerTime.record(duration)
        if isIgnored { ignored.add() }
        if isIncomplete { incomplete.add() }
    }

    /// Whether a reason for ignoring a delivery is new, so that it is logged once.
    func shouldLog(_ reason: String) -> Bool {
        // A bounded number of bytes: reasons may repeat what a sender wrote.
        let start = Array(reason.utf8.prefix(Self.longestReason))
        return ignoredReasons.withLock { $0.count < Self.mostReasons && $0.insert(start).inserted }
    }
}

/// The class of a status (RFC 9110, 15).
enum StatusClass: Int, MetricLabel {
    case informational, successful, redirected, refused, failed

    /// A status beyond 599 counts as a failure.
    init(_ status: HTTPResponse.Status) {
        self =
            switch status.code {
            case ..<200: .informational
            case ..<300: .successful
            case ..<400: .redirected
            case ..<500: .refused
            default: .failed
            }
    }

    var text: String { "\(rawValue + 1)xx" }
}
