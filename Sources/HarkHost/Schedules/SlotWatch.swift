internal import struct FoundationEssentials.Date

/// Finds the slots of a schedule that have to run.
struct SlotWatch: Sendable {
    /// How far the clocks of machines may differ. A slot that is further ahead was seen by a clock that was wrong.
    static let tolerance = 60.0

    /// The slots up to this moment need nothing more.
    private(set) var settled: Date

    /// A watch that begins now.
    /// - Parameter latest: the latest slot that ran; nil if none did: the slots up to now were not missed then.
    init(from now: Date, latest: Date?) {
        settled = latest.map { Self.isPlausible($0, at: now) ? $0 : now } ?? now
    }

    /// Whether a slot can have run already.
    static func isPlausible(_ slot: Date, at now: Date) -> Bool { slot.timeIntervalSince(now) <= tolerance }

    /// The slot that has to run now; nil if there is none. Of several that were missed, it is the latest one, if it is
    /// not too old.
    mutating func due(_ rule: SlotRule, at now: Date) -> Date? {
        if !Self.isPlausible(settled, at: now) { settled = now }
        guard let slot = rule.latestSlot(upTo: now), slot > settled else { return nil }
        settled = slot
        return now.timeIntervalSince(slot) < ScheduledRun.longestAge / .seconds(1) ? slot : nil
    }

    /// Makes a slot due again that could not be stored.
    mutating func putBack(_ slot: Date) { settled = slot.addingTimeInterval(-1) }
}
