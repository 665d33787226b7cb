package import struct FoundationEssentials.Date

/// How long ago deliveries arrived at most, as people write it: `30m`, `2h`, `7d`.
package struct DeliveryAge: Sendable, Equatable {
    private let duration: Duration

    /// Parses what a person wrote; nil if it is no duration.
    package init?(_ text: String) {
        guard let duration = try? Duration(settingText: text) else { return nil }
        self.duration = duration
    }

    /// When it begins: in 1970 at the earliest, because the control socket cannot transmit any time.
    package func start(from now: Date) -> Date {
        max(now.addingTimeInterval(-(duration / .seconds(1))), Date(timeIntervalSince1970: 0))
    }
}
