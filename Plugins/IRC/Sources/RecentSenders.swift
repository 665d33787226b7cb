import HarkEvents

/// The nicks of people who spoke lately, to which a direct message to them is sent.
struct RecentSenders {
    typealias Instant = ContinuousClock.Instant

    /// How long a nick counts as that of the person who last spoke with it. The bot does not see everyone leave, and
    /// anyone can take a nick that is free.
    static let validity = Duration.seconds(600)

    /// By the person's identifier.
    private var entries = BoundedMap<String, (nick: String, time: Instant)>(limit: 500)

    /// A person has spoken. Whoever had that nick before has lost it.
    mutating func add(_ person: Person, _ features: ServerFeatures, at now: Instant) {
        remove(person.displayName, features)
        entries[person.id] = (person.displayName, now)
    }

    /// Someone has left, or goes where the bot does not see what they do.
    mutating func remove(_ nick: String, _ features: ServerFeatures) {
        for id in people(with: nick, features) { entries[id] = nil }
    }

    /// The bot has left a channel: of the people in it, it does not see any more who changes nicks.
    mutating func removeAll() {
        for id in entries.keys { entries[id] = nil }
    }

    /// Someone has changed a nick.
    mutating func rename(_ nick: String, to new: String, _ features: ServerFeatures) {
        let renamed = people(with: nick, features)
        for id in people(with: new, features) where !renamed.contains(id) { entries[id] = nil }
        for id in renamed { entries[id]?.nick = new }
    }

    private func people(with nick: String, _ features: ServerFeatures) -> [String] {
        entries.keys.filter { id in entries[id].map { features.isSame($0.nick, nick) } ?? false }
    }

    /// The nick of a person who spoke within the last ten minutes; nil for anyone else.
    func nick(of person: Person, at now: Instant) -> String? {
        guard let entry = entries[person.id], now - entry.time < Self.validity else { return nil }
        return entry.nick
    }
}
