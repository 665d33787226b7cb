import HarkEvents

/// The state of each channel: whether the bot is in it, and when to join again.
struct ChannelStates {
    typealias Instant = ContinuousClock.Instant

    /// Whether the bot is in a channel.
    enum State {
        case outside
        case joining(since: Instant)
        case inside
        /// It was refused, and will be tried again later.
        case refused(ChatError, until: Instant)
    }

    struct Entry {
        /// The name in the settings, or the first one that was used.
        let name: String
        var key: String?
        var state = State.outside
        /// When to join again after a kick.
        var returnTime: Instant?
        var lastKick: Instant?
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

    /// How long the bot does not retry a channel that refused it.
    static let refusalTime = Duration.seconds(600)
    /// How long the server may take to answer JOIN.
    static let joinTime = Duration.seconds(20)
    /// Two kicks within this time mean that the bot is not wanted.
    static let kickTime = Duration.seconds(600)

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
                guard !entry.isKept, case .refused(_, let until) = entry.state else { return nil }
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
        for (folded, entry) in entries {
            switch entry.state {
            case .outside where entry.returnTime.map({ $0 <= now }) ?? true: break
            case .refused(_, let until) where until <= now:
                guard entry.isKept else {
                    entries[folded] = nil
                    continue
                }
            default: continue
            }
            entries[folded]?.state = .joining(since: now)
            entries[folded]?.returnTime = nil
            due.append(entry)
        }
        return due.sorted { $0.name < $1.name }
    }

    /// The channels whose JOIN was not answered in time.
    mutating func overdue(_ now: Instant) -> [String] {
        entries.filter { _, entry in
            if case .joining(let since) = entry.state { return since + Self.joinTime <= now }
            return false
        }.map(\.key)
    }

    /// When the next action is due.
    var nextTime: Instant? {
        entries.values.compactMap { entry in
            switch entry.state {
            case .outside: entry.returnTime
            case .joining(let since): since + Self.joinTime
            case .inside: nil
            case .refused(_, let until): until
            }
        }.min()
    }

    /// The bot was removed from a channel.
    /// - Parameter wait: how long to stay away.
    /// - Returns: whether it joins again by itself.
    mutating func leave(_ folded: String, _ now: Instant, wait: Duration) -> Bool {
        guard let entry = entries[folded] else { return false }
        let isAgain = entry.lastKick.map { now - $0 < Self.kickTime } ?? false
        entries[folded]?.lastKick = now
        guard isAgain else {
            entries[folded]?.state = .outside
            entries[folded]?.returnTime = now + wait
            return true
        }
        let error = ChatError(
            .notAMember, "The bot was removed from \(entry.name) twice, and stays away for a while. Invite it: /invite."
        )
        entries[folded]?.state = .refused(error, until: now + .seconds(3600))
        return false
    }
}
