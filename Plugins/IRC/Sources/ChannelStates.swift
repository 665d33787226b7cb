import HarkEvents

/// The state of each channel: whether the bot is in it, and when to join again.
struct ChannelStates {
    typealias Instant = ContinuousClock.Instant

    struct Entry {
        /// The name in the settings, or the first one that was used.
        let name: String
        var key: String?
        var presence = RoomPresence()
        /// Whether the channel forbids formatting codes.
        var isPlain = false
        /// Whether the channel forbids NOTICE.
        var refusesNotices = false
        /// Whether the channel was empty when the bot joined.
        var isEmpty = false
        /// Whether the bot should be in it, or was: a channel that only a sender has named is forgotten some time after
        /// it refused the bot.
        var isKept = false
    }

    /// Most channels that are remembered.
    static let limit = 500

    /// By folded name.
    private(set) var entries: [String: Entry] = [:]

    /// The entry of a channel; nil if it is not known.
    subscript(folded: String) -> Entry? {
        get { entries[folded] }
        set { entries[folded] = newValue }
    }

    /// Adds a channel. If there are too many, one that refused the bot and need not be kept is removed.
    mutating func add(_ channel: IRCChannel, folded: String, isKept: Bool) {
        guard entries[folded] == nil else { return }
        if entries.count >= Self.limit {
            let refused = entries.compactMap { folded, entry -> (folded: String, until: Instant)? in
                guard !entry.isKept, case .refused(_, let until) = entry.presence.state else { return nil }
                return (folded, until)
            }
            guard let oldest = refused.min(by: { $0.until < $1.until }) else { return }
            entries[oldest.folded] = nil
        }
        entries[folded] = Entry(name: channel.name, key: channel.key, isKept: isKept)
    }

    /// Folds the names again, once the server's case mapping is known.
    mutating func fold(_ fold: (String) -> String) {
        entries = Dictionary(entries.values.map { (fold($0.name), $0) }) { first, _ in first }
    }

    /// The channels to join now; they count as being joined from here on.
    mutating func due(_ now: Instant) -> [Entry] {
        var due: [Entry] = []
        for (folded, entry) in entries where entry.presence.isDue(now) {
            if entry.presence.isRefused, !entry.isKept {
                entries[folded] = nil
                continue
            }
            entries[folded]?.presence.state = .joining(since: now)
            due.append(entry)
        }
        return due.sorted { $0.name < $1.name }
    }

    /// The channels whose JOIN was not answered in time.
    func overdue(_ now: Instant) -> [String] { entries.filter { $0.value.presence.isOverdue(now) }.map(\.key) }

    /// When the next action is due.
    var nextTime: Instant? { entries.values.compactMap(\.presence.nextTime).min() }

    /// The bot was removed from a channel.
    /// - Parameter wait: how long to stay away.
    /// - Returns: whether it joins again by itself.
    mutating func leave(_ folded: String, _ now: Instant, wait: Duration) -> Bool {
        guard let name = entries[folded]?.name else { return false }
        let refusal = ChatError(
            .notAMember, "The bot was removed from \(name) twice, and stays away for a while. Invite it: /invite.")
        return entries[folded]?.presence.remove(now, wait: wait, refusal: refusal) ?? false
    }
}
