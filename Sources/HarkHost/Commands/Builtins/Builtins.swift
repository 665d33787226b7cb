/// The host's own commands.
struct Builtins: Sendable {
    static let name = "hark"

    static let commands: [Command<Builtins>] = [
        .command("help [<topic...>]", help: "Lists the commands, or describes a plugin or command.", help),
        .command("status", help: "Says how the bot is doing.", status),
        .command("access", help: "Says who may give which command where.", listAccess),
        .command("whereami", help: "Says how settings name this room, and whoever asks.", whereAmI),
        .command("whoami", help: "Says how the bot knows whoever asks.", whoAmI),
        .command("about", help: "Says what this bot is.", about),
        .command("webstatus", help: "Lists where the bot listens and every route.", webStatus),
        .command(
            "webhook test <request...>",
            help:
                "Sends a signed request to a webhook: [--method M] [--header 'Name: value'] [--no-sign] /path [content].",
            adminOnly: true,
            testWebhook
        ),
        .command(
            "deliveries [<filter...>]",
            help: "Lists the newest stored deliveries, of a plugin or in a state: github, dead, github dead.",
            adminOnly: true, listDeliveries),
        .command("delivery <id>", help: "Shows a stored delivery.", adminOnly: true, showDelivery),
        .command(
            "replay <delivery...>",
            help: "Handles a stored delivery again, or dead ones: --all-dead [plugin] [--since 2h] [--yes].",
            adminOnly: true, replay),
        .command("cancel <id>", help: "Cancels a stored delivery.", adminOnly: true, cancel),
        .command(
            "outbox [<room>]", help: "Lists the messages that wait for a room, or how many wait for each.",
            adminOnly: true, listOutbox),
        .command(
            "outbox retry <room>", help: "Tries to send the messages that wait for a room.", adminOnly: true,
            retryOutbox),
        .command(
            "outbox drop <room...>", help: "Drops the messages that wait for a room: #ops [--yes].", adminOnly: true,
            dropOutbox),
        .command(
            "schedules", help: "Lists the schedules of plugins, and when they run.", adminOnly: true, listSchedules),
        .command(
            "rules", help: "Lists the rules that choose the rooms of notifications, and their latest decisions.",
            adminOnly: true, listRules),
        .command(
            "subscribe <words...>",
            help: "Announces events in this room too: github acme/rocket pull_request,push branch=main.",
            adminOnly: true, subscribe
        ).openedByRules(),
        .command(
            "unsubscribe <words...>", help: "Ends subscriptions of this room: github acme/rocket.", adminOnly: true,
            unsubscribe
        ).openedByRules(),
        .command("subscriptions", help: "Lists the subscriptions of this room.", listSubscriptions),
        .command("plugin list", help: "Lists the plugins.", adminOnly: true, listPlugins),
        .command("plugin config <plugin>", help: "Lists a plugin's settings as an env file.", adminOnly: true, config),
        .command("plugin activate <plugin>", help: "Activates a plugin.", adminOnly: true, activate),
        .command("plugin deactivate <plugin>", help: "Deactivates a plugin.", adminOnly: true, deactivate),
    ]

    let bot: PreparedBot
    let stored: StoredWork
    let pipeline: RequestPipeline
    let signer: DeliverySigner
    let reporter: StatusReporter

    var registry: PluginRegistry { bot.registry }
    var secrets: SecretKeeper { bot.secrets }
    var settings: Settings { bot.settings }
    var access: AccessControl { bot.access }
    var networks: NetworkRouter { bot.chat.networks }
    var rules: RuleKeeper { bot.chat.rules }
    var mentions: Mentions { bot.chat.mentions }
    var deliveries: DeliveryQueue { stored.deliveries }
    var scheduler: Scheduler { stored.scheduler }
    var subscriptions: SubscriptionKeeper { stored.subscriptions }
    var prefix: String { bot.options.prefix }
    /// The command that starts the bot in a shell.
    var program: String { bot.dependencies.program }
    /// Every command, including these, for `help` and `access`; they cannot be run from here.
    var listing: CommandTable { bot.listing }
}

extension CommandTable {
    /// The host's own commands, those of the server and those of the plugins.
    init(_ sets: [CommandSet], of registry: PluginRegistry) {
        self.init(sets.flatMap(\.commands) + registry.plugins.flatMap(\.commands))
    }
}

extension CommandSet {
    /// The host's own commands, to be listed by `help`.
    static let builtinListing = CommandSet(
        Builtins.commands.compactMap { command in
            (try? CatalogCommand(command, of: Builtins.name)).map(BoundCommand.init(listing:))
        })
}

extension Host {
    /// The names of the host's own commands, which no plugin's command can have.
    package static let commandNames = CommandSet.builtinListing.commands.map(\.row.pattern.name)
}
