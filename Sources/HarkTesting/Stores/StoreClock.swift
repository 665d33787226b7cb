private import Synchronization

public import struct FoundationEssentials.Date

/// The clock of a store under test. It stands still until the suite moves it.
public final class StoreClock: Sendable {
    private let date: Mutex<Date>

    /// A clock with this time, in whole seconds.
    public init(at date: Date = Date(timeIntervalSince1970: 1_800_000_000)) { self.date = Mutex(date) }

    /// Its time.
    public var now: Date { date.withLock { $0 } }

    /// Sets it forward, or back if the duration is negative.
    public func advance(by duration: Duration) {
        date.withLock { $0.addTimeInterval(duration / .seconds(1)) }
    }
}
