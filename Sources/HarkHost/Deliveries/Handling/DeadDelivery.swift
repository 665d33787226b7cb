private import Synchronization

/// A delivery that will not be handled unless a person replays it.
struct DeadDelivery: Sendable {
    let plugin: String
    /// The identifier of its request.
    let requestID: String
    let reason: String
}

/// Decides which dead deliveries are reported to admins: the first one of a plugin in ten minutes, and not each.
final class DeadDeliveryReport: Sendable {
    private static let interval = Duration.seconds(600)

    /// Longest reason, in Unicode scalars.
    private static let longestReason = 300

    private struct Count {
        var reported: ContinuousClock.Instant
        /// How many were not reported since.
        var others = 0
    }

    private let counts = Mutex<[String: Count]>([:])
    private let prefix: String

    /// - Parameter prefix: what commands start with.
    init(prefix: String) { self.prefix = prefix }

    /// The message for admins; nil if the plugin's previous one is too recent.
    func message(about delivery: DeadDelivery, at now: ContinuousClock.Instant) -> ChatText? {
        let others = counts.withLock { counts -> Int? in
            if let count = counts[delivery.plugin], now - count.reported < Self.interval {
                counts[delivery.plugin]?.others += 1
                return nil
            }
            return counts.updateValue(Count(reported: now), forKey: delivery.plugin)?.others ?? 0
        }
        guard let others else { return nil }
        let id = delivery.requestID
        let reason = delivery.reason.scalars(upTo: Self.longestReason)
        var text: ChatText = "A delivery to \(delivery.plugin) failed for good: \(reason)"
        text += "\n\(prefix)delivery \(id) shows it, \(prefix)replay \(id) handles it again."
        if others > 0 { text += " \("\(others)") more have failed since the previous notice." }
        return text
    }
}
