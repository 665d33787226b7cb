private import Glibc

/// The moment when a wait ends, on a clock that never jumps.
struct Deadline: Sendable, Comparable {
    /// Milliseconds since the machine started (`CLOCK_MONOTONIC`).
    private let milliseconds: Int64

    /// A moment after this duration; negative durations have passed, and the longest is a year.
    init(after duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let length = min(max(seconds, 0), 31_536_000) * 1000 + max(attoseconds, 0) / 1_000_000_000_000_000
        milliseconds = Self.now + length
    }

    /// The remaining time in milliseconds; 0 if the deadline has passed.
    var remaining: Int64 { max(0, milliseconds - Self.now) }

    /// Whether the deadline has passed.
    var isOver: Bool { remaining == 0 }

    static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    private static var now: Int64 {
        var time = timespec()
        unsafe _ = clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
