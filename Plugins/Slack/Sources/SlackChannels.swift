/// The known channels of a workspace, by identifier and by name: `C024BE91L` and `#ops`. A channel has one name, and a
/// name one channel; both may change, so each entry expires.
struct SlackChannels: Sendable {
    /// How long a name is used without asking again.
    static let trust = Duration.seconds(600)

    /// Most channels that are kept.
    static let most = 10_000

    private var names: [String: (name: String, time: ContinuousClock.Instant)] = [:]
    private var identifiers: [String: String] = [:]

    /// All names, unordered.
    var allNames: [String] { Array(identifiers.keys) }

    /// The channel with a name, and whether the entry is fresh; nil if the name is unknown.
    func identifier(of name: String, at now: ContinuousClock.Instant) -> (text: String, isFresh: Bool)? {
        guard let identifier = identifiers[name], let known = names[identifier] else { return nil }
        return (identifier, now - known.time < Self.trust)
    }

    /// The name of a channel, and whether the entry is fresh; nil if the channel is unknown.
    func name(of identifier: String, at now: ContinuousClock.Instant) -> (text: String, isFresh: Bool)? {
        names[identifier].map { ($0.name, now - $0.time < Self.trust) }
    }

    /// Learns the current name of a channel.
    mutating func learn(_ identifier: String, _ name: String, at now: ContinuousClock.Instant) {
        forget(identifier)
        if let earlier = identifiers[name] { forget(earlier) }
        if names.count >= Self.most, let some = names.keys.first { forget(some) }
        names[identifier] = (name, now)
        identifiers[name] = identifier
    }

    /// Forgets the channel of an identifier.
    mutating func forget(_ identifier: String) {
        guard let known = names.removeValue(forKey: identifier) else { return }
        identifiers[known.name] = nil
    }
}
