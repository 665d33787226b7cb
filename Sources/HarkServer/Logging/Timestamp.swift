internal import struct FoundationEssentials.Date

/// A moment as RFC 3339 writes it in UTC, to the millisecond: `2026-01-31T12:00:00.250Z`.
struct Timestamp: CustomStringConvertible {
    let description: String

    init(_ date: Date) {
        description = date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
