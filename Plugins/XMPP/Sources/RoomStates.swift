import HarkEvents

/// The state of each room: whether the bot is in it, its occupants, and when to join again.
struct RoomStates {
    typealias Instant = ContinuousClock.Instant

    /// An occupant of a room.
    struct Occupant {
        /// The account, if the room shows it to the bot.
        let account: JID?
        /// Whether they moderate the room at present.
        let isModerator: Bool
        let affiliation: Affiliation?

        /// The groups that the room guarantees, as named in `HARK_ACCESS`.
        var groups: Set<String> {
            Set([affiliation?.rawValue, isModerator ? "moderator" : nil].compactMap { $0 })
        }
    }

    /// The permanent relation of somebody to a room (XEP-0045, 5.2); there is none for most people.
    enum Affiliation: String {
        case owner, admin, member
    }

    struct Entry {
        /// The name in the settings, or the first one that was used.
        let name: String
        let jid: JID
        /// The bot's nick in it.
        var nick: String
        var presence = RoomPresence()
        /// Whether a setting names it; another one is forgotten some time after it refused the bot.
        let isWanted: Bool
        /// How often in a row it has refused the bot, and the last reason.
        var refusalCount = 0
        var refusalReason: String?
        /// How often in a row it has dropped the bot.
        var lossCount = 0
        var nickAttempts = 0
        /// Whether the room has sent its history: messages are new from now on.
        var isLive = false
        /// Whether joining has created the room.
        var isNew = false
        /// What the room's service guarantees: identifiers of messages and of occupants that nobody can forge.
        var vouchesForMessages = false
        var vouchesForOccupants = false
        /// By nick.
        var occupants: [UntrustedText: Occupant] = [:]
        var lastActivity: Instant
    }

    /// The longest wait before rejoining a room that drops the bot repeatedly, and how long the bot must be inside
    /// before it rejoins at once again.
    static let longestLossTime = Duration.seconds(600)
    static let stableTime = Duration.seconds(600)
    /// A room that has been silent for this long may have forgotten the bot (XEP-0410).
    static let quietTime = Duration.seconds(600)
    /// After this time in a room its messages are new, even if it never sent its subject.
    static let historyTime = Duration.seconds(10)
    /// Most rooms, and most remembered occupants of a room.
    static let limit = 300
    static let occupantLimit = 3000

    /// By folded address.
    private(set) var entries: [String: Entry] = [:]

    subscript(folded: String) -> Entry? {
        get { entries[folded] }
        set { entries[folded] = newValue }
    }

    /// Adds a room to be joined, unless there are too many. A room in a setting always has a place; the session limits
    /// their number.
    /// - Parameter isWanted: whether a setting names it.
    mutating func add(_ jid: JID, named name: String, nick: String, isWanted: Bool, at now: Instant) {
        guard entries[jid.folded] == nil, isWanted || entries.count < Self.limit else { return }
        entries[jid.folded] = Entry(name: name, jid: jid.bare, nick: nick, isWanted: isWanted, lastActivity: now)
    }

    /// The bot is in no room any more: all are joined again.
    mutating func reset(nick: String) {
        for (folded, entry) in entries where !entry.isWanted {
            if entry.presence.isRefused { entries[folded] = nil }
        }
        for folded in entries.keys {
            entries[folded]?.presence.state = .outside(until: nil)
            entries[folded]?.nick = nick
            entries[folded]?.nickAttempts = 0
            entries[folded]?.isLive = false
            entries[folded]?.occupants = [:]
        }
    }

    /// The rooms to join now; they count as being joined from here on.
    mutating func due(_ now: Instant) -> [Entry] {
        var due: [Entry] = []
        for (folded, entry) in entries where entry.presence.isDue(now) {
            if entry.presence.isRefused, !entry.isWanted {
                entries[folded] = nil
                continue
            }
            entries[folded]?.presence.state = .joining(since: now)
            entries[folded]?.isLive = false
            entries[folded]?.occupants = [:]
            due.append(entry)
        }
        return due.sorted { $0.jid.folded < $1.jid.folded }
    }

    /// The rooms that did not answer in time.
    func overdue(_ now: Instant) -> [String] {
        entries.filter { $0.value.presence.isOverdue(now) }.map(\.key).sorted()
    }

    /// The rooms that have been silent for long.
    func quiet(_ now: Instant) -> [String] {
        entries.filter { $0.value.presence.isInside && $0.value.lastActivity + Self.quietTime <= now }.map(\.key)
            .sorted()
    }

    /// When the next action is due.
    var nextTime: Instant? {
        entries.values.compactMap { entry in
            entry.presence.isInside ? entry.lastActivity + Self.quietTime : entry.presence.nextTime
        }.min()
    }

    /// A room refuses the bot. Temporary errors are retried soon, others with growing waits.
    mutating func refuse(_ folded: String, _ error: ChatError, _ now: Instant) {
        guard let entry = entries[folded] else { return }
        let factor = 1 << min(entry.refusalCount, 8)
        let wait =
            switch error.kind {
            case .transient, .rateLimited: RoomPresence.refusalTime
            default: min(RoomPresence.refusalTime * factor, RoomPresence.longestRefusalTime)
            }
        entries[folded]?.presence.state = .refused(error, until: now + wait)
        entries[folded]?.refusalCount += 1
        entries[folded]?.refusalReason = error.reason
    }

    /// A room has dropped the bot.
    /// - Parameter wait: the wait for the first time.
    /// - Returns: the wait before joining again.
    mutating func noteLoss(_ folded: String, _ now: Instant, wait: Duration) -> Duration {
        guard let entry = entries[folded] else { return wait }
        var count = entry.lossCount
        if case .inside(let since) = entry.presence.state, now - since >= Self.stableTime { count = 0 }
        entries[folded]?.lossCount = count + 1
        let factor = 1 << min(count, 8)
        return min(wait * factor, Self.longestLossTime)
    }

    /// The bot was kicked out of a room.
    /// - Parameter wait: the wait before joining again.
    /// - Returns: whether it joins again by itself.
    mutating func kick(_ folded: String, _ now: Instant, wait: Duration) -> Bool {
        guard let name = entries[folded]?.name else { return false }
        let refusal = ChatError(
            .notAMember, "The bot was kicked out of \(name) twice, and stays away for an hour. Invite it.")
        return entries[folded]?.presence.remove(now, wait: wait, refusal: refusal) ?? false
    }
}
