import HarkEvents

/// Knows of each room whether the bot is in it, who else is, and when to try again.
struct RoomBook {
    typealias Instant = ContinuousClock.Instant

    /// Whether the bot is in a room.
    enum State {
        case outside
        case joining(since: Instant)
        case inside(since: Instant)
        /// It may not enter, and tries again later.
        case refused(ChatError, until: Instant)
    }

    /// Somebody in a room.
    struct Occupant {
        /// The account, where the room shows it to the bot.
        let account: JID?
        /// Whether they may end what others say, for as long as they are there.
        let isModerator: Bool
        let affiliation: Affiliation?

        /// What the room vouches for, as `HARK_ACCESS` names it.
        var groups: Set<String> {
            Set([affiliation?.rawValue, isModerator ? "moderator" : nil].compactMap { $0 })
        }
    }

    /// What somebody is to a room for good (XEP-0045, 5.2); who is nothing to it has none.
    enum Affiliation: String {
        case owner, admin, member
    }

    struct Entry {
        /// As settings write it, or as it was first named.
        let name: String
        let jid: JID
        /// The bot's name in it.
        var nick: String
        var state = State.outside
        /// When to come back.
        var returnTime: Instant?
        var lastKick: Instant?
        /// Whether a setting names it; another one is forgotten some time after it has refused the bot.
        let isWanted: Bool
        /// How often in a row it has refused the bot, and why the last time.
        var refusalCount = 0
        var refusalReason: String?
        /// How often in a row it has dropped the bot.
        var lossCount = 0
        var nickAttempts = 0
        /// Whether the room has said all that it says to one who enters: what comes now is new.
        var isLive = false
        /// Whether the bot's entering has made the room.
        var isNew = false
        /// What the service of the room sees to: identifiers of messages, and of occupants, that nobody can forge.
        var vouchesForMessages = false
        var vouchesForOccupants = false
        /// By nick.
        var occupants: [UntrustedText: Occupant] = [:]
        var lastHeard: Instant

        var isInside: Bool { if case .inside = state { true } else { false } }
    }

    /// How long the bot stays away from a room that does not let it in: at first, and at most.
    static let refusalTime = Duration.seconds(600)
    static let longestRefusalTime = Duration.seconds(3600)
    /// How long the bot stays away at most from a room that drops it again and again, and how long it has to be inside
    /// before it comes back at once again.
    static let longestLossTime = Duration.seconds(600)
    static let stableTime = Duration.seconds(600)
    /// How long the room has for its answer.
    static let joinTime = Duration.seconds(20)
    /// Two kicks within this time mean that the bot is not wanted.
    static let kickTime = Duration.seconds(600)
    /// A room that says nothing for so long may have forgotten the bot (XEP-0410).
    static let quietTime = Duration.seconds(600)
    /// After so long in a room what it says is new, even if it never told its subject.
    static let historyTime = Duration.seconds(10)
    /// Most rooms, and most occupants of one who are remembered.
    static let limit = 300
    static let occupantLimit = 3000

    /// By folded address.
    private(set) var entries: [String: Entry] = [:]

    subscript(folded: String) -> Entry? {
        get { entries[folded] }
        set { entries[folded] = newValue }
    }

    /// Remembers a room that the bot is to be in, unless there are too many. One that a setting names always has a
    /// place; the session bounds how many those are.
    /// - Parameter isWanted: whether a setting names it.
    mutating func add(_ jid: JID, named name: String, nick: String, isWanted: Bool, at now: Instant) {
        guard entries[jid.folded] == nil, isWanted || entries.count < Self.limit else { return }
        entries[jid.folded] = Entry(name: name, jid: jid.bare, nick: nick, isWanted: isWanted, lastHeard: now)
    }

    /// The bot is in no room any more: it begins anew everywhere.
    mutating func reset(nick: String) {
        for (folded, entry) in entries where !entry.isWanted {
            if case .refused = entry.state { entries[folded] = nil }
        }
        for folded in entries.keys {
            entries[folded]?.state = .outside
            entries[folded]?.returnTime = nil
            entries[folded]?.nick = nick
            entries[folded]?.nickAttempts = 0
            entries[folded]?.isLive = false
            entries[folded]?.occupants = [:]
        }
    }

    /// Those that the bot should enter now: it is on its way there from here on.
    mutating func due(_ now: Instant) -> [Entry] {
        var due: [Entry] = []
        for (folded, entry) in entries {
            switch entry.state {
            case .outside where entry.returnTime.map({ $0 <= now }) ?? true: break
            case .refused(_, let until) where until <= now:
                guard entry.isWanted else {
                    entries[folded] = nil
                    continue
                }
            default: continue
            }
            entries[folded]?.state = .joining(since: now)
            entries[folded]?.returnTime = nil
            entries[folded]?.isLive = false
            entries[folded]?.occupants = [:]
            due.append(entry)
        }
        return due.sorted { $0.jid.folded < $1.jid.folded }
    }

    /// Those that neither let the bot in nor refused it in time.
    func overdue(_ now: Instant) -> [String] {
        entries.filter { _, entry in
            if case .joining(let since) = entry.state { return since + Self.joinTime <= now }
            return false
        }.map(\.key).sorted()
    }

    /// Those that have said nothing for long.
    func quiet(_ now: Instant) -> [String] {
        entries.filter { $0.value.isInside && $0.value.lastHeard + Self.quietTime <= now }.map(\.key).sorted()
    }

    /// When something is due next.
    var nextTime: Instant? {
        entries.values.compactMap { entry in
            switch entry.state {
            case .outside: entry.returnTime
            case .joining(let since): since + Self.joinTime
            case .inside: entry.lastHeard + Self.quietTime
            case .refused(_, let until): until
            }
        }.min()
    }

    /// A room does not let the bot in. What may pass soon is tried again soon, the rest ever more seldom.
    mutating func refuse(_ folded: String, _ error: ChatError, _ now: Instant) {
        guard let entry = entries[folded] else { return }
        let factor = 1 << min(entry.refusalCount, 8)
        let wait =
            switch error.kind {
            case .transient, .rateLimited: Self.refusalTime
            default: min(Self.refusalTime * factor, Self.longestRefusalTime)
            }
        entries[folded]?.state = .refused(error, until: now + wait)
        entries[folded]?.refusalCount += 1
        entries[folded]?.refusalReason = error.reason
    }

    /// A room has dropped the bot.
    /// - Parameter wait: how long to stay away the first time.
    /// - Returns: how long to stay away.
    mutating func noteLoss(_ folded: String, _ now: Instant, wait: Duration) -> Duration {
        guard let entry = entries[folded] else { return wait }
        var count = entry.lossCount
        if case .inside(let since) = entry.state, now - since >= Self.stableTime { count = 0 }
        entries[folded]?.lossCount = count + 1
        let factor = 1 << min(count, 8)
        return min(wait * factor, Self.longestLossTime)
    }

    /// The bot was kicked out of a room.
    /// - Parameter wait: how long to stay away.
    /// - Returns: whether it comes back by itself.
    mutating func kick(_ folded: String, _ now: Instant, wait: Duration) -> Bool {
        guard let entry = entries[folded] else { return false }
        let isAgain = entry.lastKick.map { now - $0 < Self.kickTime } ?? false
        entries[folded]?.lastKick = now
        guard isAgain else {
            entries[folded]?.state = .outside
            entries[folded]?.returnTime = now + wait
            return true
        }
        let error = ChatError(
            .notAMember, "The bot was kicked out of \(entry.name) twice, and stays away for an hour. Invite it.")
        entries[folded]?.state = .refused(error, until: now + .seconds(3600))
        return false
    }
}
