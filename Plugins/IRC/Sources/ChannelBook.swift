import HarkEvents

/// Knows of each channel whether the bot is in it, and when to try again.
struct ChannelBook {
    typealias Instant = ContinuousClock.Instant

    /// Whether the bot is in a channel.
    enum State {
        case outside
        case joining(since: Instant)
        case inside
        /// It may not enter, and tries again later.
        case refused(ChatError, until: Instant)
    }

    struct Entry {
        /// As settings write it, or as it was first named.
        let name: String
        var key: String?
        var state = State.outside
        /// When to come back after a kick.
        var returnTime: Instant?
        var lastKick: Instant?
        /// Whether it takes no formatting codes.
        var isPlain = false
        /// Whether it takes no NOTICE.
        var refusesNotices = false
        /// Whether the bot was alone in it when it entered.
        var isEmpty = false
        /// Whether the bot is to be in it, or was: one that a sender has named and that does not let the bot in is
        /// forgotten after a while.
        var isKept = false
    }

    /// How long the bot stays away from a channel that does not let it in.
    static let refusalTime = Duration.seconds(600)
    /// How long the server has for its answer to JOIN.
    static let joinTime = Duration.seconds(20)
    /// Two kicks within this time mean that the bot is not wanted.
    static let kickTime = Duration.seconds(600)

    /// Most channels that are remembered.
    static let limit = 500

    /// By folded name.
    private(set) var entries: [String: Entry] = [:]

    /// The entry of a channel; nil where the bot has no business.
    subscript(folded: String) -> Entry? {
        get { entries[folded] }
        set { entries[folded] = newValue }
    }

    /// Remembers a channel. Of too many one is forgotten that did not let the bot in and that need not be kept.
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

    /// Folds the names anew, once it is known how the server does.
    mutating func fold(_ fold: (String) -> String) {
        entries = Dictionary(entries.values.map { (fold($0.name), $0) }) { first, _ in first }
    }

    /// Those that the bot should enter now: JOIN is on its way for them from here on.
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

    /// Those that the server did not let the bot into, nor refused, in time.
    mutating func overdue(_ now: Instant) -> [String] {
        entries.filter { _, entry in
            if case .joining(let since) = entry.state { return since + Self.joinTime <= now }
            return false
        }.map(\.key)
    }

    /// When something is due next.
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

    /// The bot was put out of a channel.
    /// - Parameter wait: how long to stay away.
    /// - Returns: whether it comes back by itself.
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
            .notAMember, "The bot was put out of \(entry.name) twice, and stays away for a while. Invite it: /invite.")
        entries[folded]?.state = .refused(error, until: now + .seconds(3600))
        return false
    }
}
