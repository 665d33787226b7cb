/// What a plugin offers, as a table that can be listed, checked and documented without running any of it.
///
/// ```swift
/// static let manifest = Manifest<Self>(
///     name: "deploys",
///     summary: "Announces deploys.",
///     settings: [room, secret],
///     routes: [.post("/deploys/<service>", .json, announceDeploy).verified(by: .github, with: \.secret)],
///     commands: [.command("deploy <service>", help: "Says how to announce a deploy.", explain)]
/// )
/// ```
public struct Manifest<Owner: Plugin>: Sendable {
    /// Lower-case letters, digits and `-`; unique among the chosen plugins. Commands and logs use it, any case
    /// accepted.
    public let name: String

    /// One line that says what the plugin is for.
    public let summary: String

    /// The plugin's own version, if it has one apart from the bot's.
    public let version: String?

    /// Every environment variable that the plugin reads.
    public let settings: [any SettingDeclaration]

    /// The webhooks that it receives.
    public let routes: [Route<Owner>]

    /// The chat commands that it answers.
    public let commands: [Command<Owner>]

    /// What it answers of what people say to each other.
    public let listeners: [MessageListener<Owner>]

    /// The events that it announces, if it announces what a provider sends. Tests see to it that each has an example.
    public let events: EventDeclaration?

    /// A manifest of the given tables. Faults in them are found when it is loaded, not here.
    public init(
        name: String,
        summary: String,
        version: String? = nil,
        settings: [any SettingDeclaration] = [],
        routes: [Route<Owner>] = [],
        commands: [Command<Owner>] = [],
        listeners: [MessageListener<Owner>] = [],
        events: EventDeclaration? = nil
    ) {
        self.name = name
        self.summary = summary
        self.version = version
        self.settings = settings
        self.routes = routes
        self.commands = commands
        self.listeners = listeners
        self.events = events
    }
}
