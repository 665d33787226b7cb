public import HarkHost
private import Synchronization

public import struct FoundationEssentials.Date

/// The clock of a bot under test: it stands still until the test moves it on.
public final class TestClock: Sendable {
    private let time: Mutex<(date: Date, steady: ContinuousClock.Instant)>

    /// A clock that says this.
    public init(at date: Date) { time = Mutex((date, .now)) }

    /// The time of day that it says.
    public var now: Date { time.withLock { $0.date } }

    /// Moves it on.
    public func advance(by duration: Duration) {
        time.withLock { time in
            time.date.addTimeInterval(duration / .seconds(1))
            time.steady += duration
        }
    }

    /// The clock as a bot reads it.
    public var reading: BotClock {
        BotClock(date: { self.now }, steady: { self.time.withLock { $0.steady } })
    }
}
