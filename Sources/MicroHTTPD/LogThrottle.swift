/// Lets ten lines a second through and counts the rest.
struct LogThrottle {
    /// The last message.
    private(set) var last: String?

    private var windowEnd = MonotonicTime(milliseconds: 0)
    private var passed = 0
    private var dropped = 0

    /// The lines to write for a message: none, itself, or before itself how many were dropped.
    mutating func lines(for message: String, at now: MonotonicTime) -> [String] {
        var lines: [String] = []
        last = message
        if now >= windowEnd {
            if dropped > 0 { lines.append("\(dropped) more messages were dropped.") }
            (passed, dropped) = (0, 0)
            windowEnd = now + MonotonicTime.Interval(milliseconds: 1000)
        }
        guard passed < 10 else {
            dropped += 1
            return lines
        }
        passed += 1
        return lines + [message]
    }
}
