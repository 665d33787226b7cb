internal import ArgumentParser
private import Glibc

/// `hark`, `hark run`: the bot itself.
struct RunCommand: BotCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Runs the bot. This is the default.")

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        let server = try bot.server(environment: bot.environment) { FolderSecretStore(dataFolder: $0.data) }
        return try await server.run() ? EXIT_SUCCESS : EXIT_FAILURE
    }
}
