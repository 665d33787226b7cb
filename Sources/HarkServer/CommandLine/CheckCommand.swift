internal import ArgumentParser
private import Glibc
private import HarkTerminal

/// `hark check`: everything that a start does before it serves, and nothing after.
struct CheckCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks settings, secrets, manifests, certificates and ports, and serves nothing.",
        discussion: "Exits with 0, or with 78 and a line on standard error for each fault."
    )

    @Flag(help: "Also refuse unknown HARK_ variables and secrets that are made, awaited or “unsigned”.")
    var strict = false

    @Flag(help: "Leave ports and sockets alone, for a check beside a running bot.")
    var noPorts = false

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: BotUnderCommand) async throws(Faults) -> Int32 {
        let environment =
            strict ? HostOptions.environment(bot.environment, isStrict: true) : bot.environment
        let server = try Server(
            plugins: bot.plugins, environment: environment, console: bot.console, opensPorts: !noPorts
        ) { settings in
            TryingVault(FolderVault(dataFolder: settings.data))
        }
        for line in server.notices { bot.console.log("hark: \(line)") }
        print("The bot can start.")
        return EXIT_SUCCESS
    }
}
