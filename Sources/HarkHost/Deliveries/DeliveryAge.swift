package import struct FoundationEssentials.Date

/// How long ago deliveries arrived at most, as people write it: `30m`, `2h`, `7d`.
package struct DeliveryAge: Sendable, Equatable {
    private let duration: Duration

    /// Parses what a person wrote; nil if it is no duration.
    package init?(_ text: String) {
        guard let duration = try? Duration(settingText: text) else { return nil }
        self.duration = duration
    }

    /// When it begins.
    package func start(from now: Date) -> Date { now.addingTimeInterval(-(duration / .seconds(1))) }
}
