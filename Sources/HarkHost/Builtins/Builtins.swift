/// The commands of the host itself.
struct Builtins: Sendable {
    static let name = "hark"

    static let commands: [Command<Builtins>] = [
        .command("help [<topic...>]", help: "Lists the commands, or tells about a plugin or command.", help),
        .command("status", help: "Says how the bot is doing.", status),
        .command("about", help: "Says what this bot is.", about),
        .command("webstatus", help: "Lists where the bot listens and every route.", webStatus),
        .command(
            "webhook test <request...>",
            help: "Runs a request through a webhook: [--method M] [--header 'Name: value'] /path [content].",
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

    /// Finds a plugin by name, any case accepted.
    /// - Throws: `Rejection` with the nearest name.
    func plugin(_ name: String) throws(Rejection) -> LoadedPlugin {
        if let plugin = host.plugins.first(where: { $0.name == name.lowercased() }) { return plugin }
        let names = host.plugins.map(\.name)
        let hint = Suggestion(for: name, among: names).nearest.map { "Did you mean \($0)?" }
        let known = "There are: \(names.joined(separator: ", "))."
        throw Rejection(.notFound, "There is no plugin “\(name.prefix(64))”. \(hint ?? known)")
    }
}

extension CommandSet {
    /// The host's own commands.
    static var builtins: CommandSet {
        CommandSet(Builtins.commands.compactMap { BoundCommand($0, of: Builtins.name, in: Builtins.init) })
    }
}
