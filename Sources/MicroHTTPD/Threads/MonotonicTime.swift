private import Glibc

/// A point in time on a clock that never jumps, in milliseconds: coarse (a few milliseconds) and cheap to read.
struct MonotonicTime: Comparable, Sendable {
    /// Milliseconds since an arbitrary start.
    var milliseconds: UInt64

    /// The current time.
    static var now: MonotonicTime {
        var time = timespec()
        unsafe _ = clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
        return MonotonicTime(milliseconds: UInt64(time.tv_sec) * 1000 + UInt64(time.tv_nsec) / 1_000_000)
    }

    static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    static func + (left: Self, right: Interval) -> Self {
        MonotonicTime(milliseconds: left.milliseconds &+ right.milliseconds)
    }

    /// A length of time, in milliseconds.
    struct Interval: Sendable {
        /// The whole milliseconds.
        var milliseconds: UInt64

        /// This many milliseconds.
        init(milliseconds: UInt64) { self.milliseconds = milliseconds }

        /// A duration, rounded up and clamped to zero to ten years.
        init(_ duration: Duration) {
            let tenYears = Int64(315_360_000)
            let (seconds, attoseconds) = duration.components
            let bounded = min(max(seconds, 0), tenYears)
            milliseconds = UInt64(bounded) * 1000
            if bounded == seconds, attoseconds > 0 { milliseconds += UInt64(attoseconds / 1_000_000_000_000_000) + 1 }
        }
    }
}
