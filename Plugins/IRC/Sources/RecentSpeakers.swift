import HarkEvents

/// The nicks of people who spoke lately, to which a direct message to them is sent.
struct RecentSpeakers {
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

    /// Someone has left or changed a nick.
    mutating func remove(_ nick: String, _ features: ServerFeatures) {
        for id in entries.keys where entries[id].map({ features.isSame($0.nick, nick) }) ?? false { entries[id] = nil }
    }

    /// The nick of a person who spoke within the last ten minutes; nil for anyone else.
    func nick(of person: Person, at now: Instant) -> String? {
        guard let entry = entries[person.id], now - entry.time < Self.validity else { return nil }
        return entry.nick
    }
}
