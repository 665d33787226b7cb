package import struct FoundationEssentials.Date

// How the store's values stand in columns. Times are bounded, so that sums of a few of them cannot overflow.

private let farthestMillisecond = Int64(1) << 50

extension Date {
    /// Milliseconds UTC, at most 35,000 years from 1970.
    package var milliseconds: Int64 {
        let milliseconds = (timeIntervalSince1970 * 1000).rounded()
        guard milliseconds.isFinite else { return milliseconds > 0 ? farthestMillisecond : -farthestMillisecond }
        return Int64(min(max(milliseconds, -Double(farthestMillisecond)), Double(farthestMillisecond)))
    }

    package init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }
}

extension Duration {
    /// Whole milliseconds, at most 35,000 years.
    package var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        guard seconds.magnitude < farthestMillisecond / 1000 else {
            return seconds > 0 ? farthestMillisecond : -farthestMillisecond
        }
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}

extension UInt128 {
    /// Its 16 bytes, the highest first.
    package var bytes: [UInt8] { (0..<16).map { UInt8(truncatingIfNeeded: self >> (120 - 8 * $0)) } }

    /// The number whose bytes these are, the highest first.
    package init(bytes: [UInt8]) { self = bytes.reduce(0) { $0 << 8 | UInt128($1) } }
}

extension String {
    /// As much of its beginning as fits into this many bytes of UTF-8, without half a character.
    package func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(startIndex, offsetBy: limit)
        while end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}
