internal import ArgumentParser
private import Glibc

/// `hark`, `hark run`: the bot itself.
struct RunCommand: BotCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Runs the bot. This is the default.")

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: BotUnderCommand) async throws(Faults) -> Int32 {
        let server = try Server(plugins: bot.plugins, environment: bot.environment, console: bot.console) { settings in
            FolderVault(dataFolder: settings.data)
        }
        return try await server.run() ? EXIT_SUCCESS : EXIT_FAILURE
    }
}
