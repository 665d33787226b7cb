internal import HarkStore
private import HarkTLS

internal import struct FoundationEssentials.Date

extension ScheduledRun {
    /// A slot runs no more if that did not happen for a day.
    static let longestAge = Duration.hours(24)

    /// The run as a delivery.
    func delivery(of schedule: CatalogSchedule, now: Date) -> NewDelivery {
        let identity = SlotIdentity(schedule, slot)
        return NewDelivery(
            requestID: identity.requestID, origin: .schedule,
            route: StoredRoute(plugin: schedule.plugin, label: schedule.label), key: schedule.name, policy: .first,
            duplicateKey: identity.duplicateKey, expiry: now.addingTimeInterval(Self.longestAge / .seconds(1)),
            head: Array(head.serialized().utf8))
    }

    /// The slots as JSON.
    private var head: JSONValue {
        let seconds = { (date: Date) in JSONValue.integer(Int(date.timeIntervalSince1970)) }
        return ["slot": seconds(slot), "previous": previous.map(seconds) ?? .null]
    }

    /// The run that was stored; nil if it is damaged.
    init?(_ stored: StoredPayload) {
        guard let head = try? JSONValue(parsing: stored.head), let slot = head["slot"]?.intValue else { return nil }
        let previous = head["previous"]?.intValue.map { Date(timeIntervalSince1970: Double($0)) }
        self.init(slot: Date(timeIntervalSince1970: Double(slot)), previous: previous)
    }
}

/// What identifies a slot's delivery on every machine, and after a restart.
struct SlotIdentity: Sendable, Equatable {
    /// A digest of plugin, name and slot.
    let duplicateKey: UInt128

    init(_ schedule: CatalogSchedule, _ slot: Date) {
        let text = "schedule \(schedule.key) \(Int(slot.timeIntervalSince1970))"
        duplicateKey = HashAlgorithm.sha256.shortDigest(of: Array(text.utf8))
    }

    /// The identifier of its request, by which its outcome is found: 16 hexadecimal digits, as others have.
    var requestID: String {
        let digits = String(UInt64(duplicateKey >> 64), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
