import Hark

import struct FoundationEssentials.Date

extension SlotRule {
    /// The slots of an expression in a zone.
    init(_ expression: String, in zone: [UInt8]) throws {
        self.init(try SlotTimes(.cron(expression, zone: "Test/Zone")), in: try ZoneRules(file: zone))
    }

    /// The slots after one moment and up to another, both as in RFC 3339.
    func slots(after start: String, to end: String) throws -> [String] {
        var (slots, last): ([String], Date) = ([], try Date(moment: start))
        while let slot = nextSlot(after: last), slot <= (try Date(moment: end)) {
            slots.append(slot.formatted(.iso8601))
            last = slot
        }
        return slots
    }
}

extension Date {
    /// A moment as in RFC 3339.
    init(moment text: String) throws {
        guard let date = Date(rfc3339: text) else { throw UnreadableMoment(text: text) }
        self = date
    }

    private struct UnreadableMoment: Error { let text: String }
}
