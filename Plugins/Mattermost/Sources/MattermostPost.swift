import HarkEvents

/// A channel as the API and the events describe it.
struct MattermostChannel: Sendable, Equatable {
    /// The kind of a channel.
    enum Kind: Sendable {
        /// A public or private channel of a team.
        case team
        /// Direct messages of two people.
        case direct
        /// Direct messages of a group.
        case group
    }

    let id: String
    /// The name in its URL.
    let name: String
    /// The identifier of its team; empty for direct messages.
    let team: String
    let kind: Kind

    /// A channel of the API; nil for one without an identifier.
    init?(_ view: PayloadView) {
        self.init(id: view.id, name: view.name, team: view.team_id, type: view.type)
    }

    /// The channel of an event `posted`.
    init?(id: PayloadView, event data: PayloadView) {
        self.init(id: id, name: data.channel_name, team: data.team_id, type: data.channel_type)
    }

    private init?(id: PayloadView, name: PayloadView, team: PayloadView, type: PayloadView) {
        guard let id = id.asText?.verbatim, MattermostDirectory.isIdentifier(id) else { return nil }
        self.id = id
        self.name = name.asText?.verbatim ?? id
        self.team = team.asText?.verbatim ?? ""
        kind =
            switch type.asText?.verbatim {
            case "D": .direct
            case "G": .group
            default: .team
            }
    }
}

/// A post.
struct MattermostPost: Sendable, Equatable {
    let id: String
    let author: String
    let text: String
    /// The post that starts its thread.
    let root: String?
    /// When the server received it, in milliseconds since 1970.
    let time: Int
    /// Whether a person wrote it: not a bot, an integration or the server itself.
    let isByPerson: Bool

    /// Parses a post of the API; nil if it lacks an identifier, an author or a valid time, or was deleted.
    init?(_ view: PayloadView) {
        guard let id = view.id.asText?.verbatim, let author = view.user_id.asText?.verbatim,
            let time = view.create_at.asInt, (0...1 << 53).contains(time), view.delete_at.asInt ?? 0 == 0
        else { return nil }
        self.id = id
        self.author = author
        self.time = time
        text = view.message.asText?.verbatim ?? ""
        root = view.root_id.asText?.verbatim
        let marks = ["from_bot", "from_webhook", "from_plugin", "from_oauth_app"]
        isByPerson = view.type.asText == nil && !marks.contains { view.props[$0].asText?.verbatim == "true" }
    }
}
