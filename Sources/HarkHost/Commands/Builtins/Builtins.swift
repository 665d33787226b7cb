/// The commands of the host itself.
struct Builtins: Sendable {
    static let name = "hark"

    static let commands: [Command<Builtins>] = [
        .command("help [<topic...>]", help: "Lists the commands, or describes a plugin or command.", help),
        .command("status", help: "Says how the bot is doing.", status),
        .command("about", help: "Says what this bot is.", about),
        .command("webstatus", help: "Lists where the bot listens and every route.", webStatus),
        .command(
            "webhook test <request...>",
            help:
                "Sends a signed request to a webhook: [--method M] [--header 'Name: value'] [--no-sign] /path [content].",
            adminOnly: true,
            testWebhook
        ),
        .command("plugin list", help: "Lists the plugins.", adminOnly: true, listPlugins),
        .command("plugin config <plugin>", help: "Lists a plugin's settings as an env file.", adminOnly: true, config),
        .command("plugin activate <plugin>", help: "Activates a plugin.", adminOnly: true, activate),
        .command("plugin deactivate <plugin>", help: "Deactivates a plugin.", adminOnly: true, deactivate),
    ]

    let host: Host

    var prefix: String { host.options.prefix }
}

extension CommandSet {
    /// The host's own commands.
    static var builtins: CommandSet {
        CommandSet(Builtins.commands.compactMap { BoundCommand($0, of: Builtins.name, in: Builtins.init) })
    }
}

extension Host {
    /// The names of its own commands, which no plugin's command can have.
    public static let commandNames = Builtins.commands.compactMap { try? CommandPattern($0.pattern).name }
}
