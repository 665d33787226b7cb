/// How far the local clocks of a time zone are ahead of UTC, at any time.
///
/// Times are whole seconds since 1970 in UTC. A local time is what the clocks show, as the seconds that UTC would have
/// had then.
package struct ZoneRules: Sendable, Equatable {
    /// A moment from which the clocks have another offset, in seconds.
    struct Transition: Sendable, Equatable {
        let time: Int
        let offset: Int
    }

    /// A time during which the clocks have one offset, without its end.
    struct Stretch: Sendable, Equatable {
        var start: Int
        var end: Int
        let offset: Int
    }

    /// The name of the zone that needs no file.
    package static let utcName = "UTC"

    /// Coordinated Universal Time.
    package static let utc = ZoneRules(initialOffset: 0, transitions: [], future: nil)

    /// The bounds of offsets (RFC 8536, 3.2).
    static let offsets = -89_999...93_599

    /// Before and after all times.
    static let (distantPast, distantFuture) = (-1 << 60, 1 << 60)

    private static let dayAndMore = 3 * 86_400

    private let initialOffset: Int
    private let transitions: [Transition]
    private let future: PosixZone?

    /// A zone.
    /// - Parameters:
    ///   - initialOffset: the offset before the first transition.
    ///   - transitions: at strictly ascending times.
    ///   - future: what is true after the last transition; nil if its offset stays.
    init(initialOffset: Int, transitions: [Transition], future: PosixZone?) {
        self.initialOffset = initialOffset
        self.transitions = transitions
        self.future = future
    }

    /// The stretch that contains a time.
    func stretch(at time: Int) -> Stretch {
        var (low, high) = (0, transitions.count)
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].time <= time { low = middle + 1 } else { high = middle }
        }
        let start = low > 0 ? transitions[low - 1] : Transition(time: Self.distantPast, offset: initialOffset)
        if low < transitions.count {
            return Stretch(start: start.time, end: transitions[low].time, offset: start.offset)
        }
        guard let future else { return Stretch(start: start.time, end: Self.distantFuture, offset: start.offset) }
        var stretch = future.stretch(at: time)
        stretch.start = max(stretch.start, start.time)
        return stretch
    }

    /// What the clocks show at a time.
    package func localTime(at time: Int) -> Int { time + stretch(at: time).offset }

    /// The latest local time that the clocks have shown up to a time: what they show then, or more if they were set
    /// back shortly before.
    func highestLocalTime(upTo time: Int) -> Int {
        var stretch = stretch(at: time)
        var highest = time + stretch.offset
        // Earlier stretches are too far away to make up for it with their offset.
        while stretch.start > time - Self.dayAndMore {
            let end = stretch.start - 1
            stretch = self.stretch(at: end)
            highest = max(highest, end + stretch.offset)
        }
        return highest
    }

    /// The first time at which the clocks show a local time or a later one: the first of two, and the end of the gap
    /// if they skip it.
    func firstTime(showing local: Int) -> Int {
        var stretch = stretch(at: local - Self.dayAndMore)
        while stretch.end + stretch.offset <= local { stretch = self.stretch(at: stretch.end) }
        return max(stretch.start, local - stretch.offset)
    }
}
