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
    /// Lower-case letters, digits and `-`; unique among the chosen plugins. Commands accept it in any case.
    public let name: String

    /// One line that says what the plugin is for.
    public let summary: String

    /// The plugin's own version, if it differs from the bot's.
    public let version: String?

    /// Every environment variable that the plugin reads.
    public let settings: [any SettingDeclaration]

    /// The webhooks that it handles.
    public let routes: [Route<Owner>]

    /// The chat commands that it answers.
    public let commands: [Command<Owner>]

    /// The patterns in people's messages that it answers.
    public let listeners: [MessageListener<Owner>]

    /// What it does at certain times.
    public let schedules: [Schedule<Owner>]

    /// The events that it announces, for a provider's plugin. `checkEvents` fails for one without an example.
    public let events: EventDeclaration?

    /// A manifest with these tables. Their faults are found when the manifest is loaded, not here.
    public init(
        name: String,
        summary: String,
        version: String? = nil,
        settings: [any SettingDeclaration] = [],
        routes: [Route<Owner>] = [],
        commands: [Command<Owner>] = [],
        listeners: [MessageListener<Owner>] = [],
        schedules: [Schedule<Owner>] = [],
        events: EventDeclaration? = nil
    ) {
        self.name = name
        self.summary = summary
        self.version = version
        self.settings = settings
        self.routes = routes
        self.commands = commands
        self.listeners = listeners
        self.schedules = schedules
        self.events = events
    }
}
