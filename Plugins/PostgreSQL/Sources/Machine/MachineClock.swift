internal import HarkEvents
internal import HarkStore
internal import Synchronization

internal import struct FoundationEssentials.Date

/// Translates between the times of this machine, which callers have, and those of the server, which all rows have.
///
/// A machine whose clock is wrong by an hour must not run a retry an hour late.
final class MachineClock: Sendable {
    /// Below this, clocks agree: the way to the server is measured too.
    private static let tolerance: Int64 = 1000

    let clock: BotClock
    /// How many milliseconds the server is ahead.
    private let offset = Mutex<Int64>(0)

    init(_ clock: BotClock) { self.clock = clock }

    /// The server's time, in milliseconds, at this time of the machine.
    func serverTime(_ date: Date) -> Int64 { serverTime(ofMilliseconds: date.milliseconds) }

    /// The same for milliseconds of the machine.
    func serverTime(ofMilliseconds milliseconds: Int64) -> Int64 { milliseconds + offset.withLock { $0 } }

    /// This machine's time when the server's is this, in milliseconds.
    func date(_ serverTime: Int64) -> Date { Date(milliseconds: serverTime - offset.withLock { $0 }) }

    /// Compares the clocks.
    /// - Parameters:
    ///   - serverTime: what the server answered, in milliseconds.
    ///   - before: this machine's time when it was asked.
    ///   - after: this machine's time when the answer was there.
    func compare(_ serverTime: Int64, before: Date, after: Date) {
        let difference = serverTime - (before.milliseconds + after.milliseconds) / 2
        offset.withLock { offset in
            let ownTolerance = Self.tolerance + abs(after.milliseconds - before.milliseconds)
            if abs(difference - offset) > ownTolerance { offset = abs(difference) > ownTolerance ? difference : 0 }
        }
    }
}
