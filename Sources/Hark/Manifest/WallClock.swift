public import struct FoundationEssentials.Date

/// A source of the time of day that a test can replace.
public struct WallClock: Sendable {
    private let read: @Sendable () -> Date

    /// A clock that reads the time with `read`.
    public init(_ read: @escaping @Sendable () -> Date) { self.read = read }

    /// The time now.
    public var now: Date { read() }

    /// The machine's own clock.
    public static let system = WallClock { Date() }

    /// A clock that stands still.
    public static func fixed(_ date: Date) -> WallClock { WallClock { date } }
}
