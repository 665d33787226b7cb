internal import ArgumentParser
private import Glibc
private import HarkTerminal

/// `hark check`: everything that a start does before it serves, and nothing after.
struct CheckCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks settings, secrets, manifests, certificates and ports, and serves nothing.",
        discussion: """
            Exits with 0, or with 78 and a line on standard error for each fault. What is odd, such as an unknown HARK_ \
            variable, is named and counted; --strict makes a fault of it.
            """
    )

    @Flag(
        help: "Also refuse unknown HARK_ variables, secrets that are generated, awaited or “unsigned”, and open routes."
    )
    var strict = false

    @Flag(help: "Leave ports and sockets alone, for a check beside a running bot.")
    var noPorts = false

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        let environment =
            strict ? HostOptions.environment(bot.environment, isStrict: true) : bot.environment
        let server = try bot.server(environment: environment, opensPorts: !noPorts) {
            TrialSecretStore(FolderSecretStore(lookedAtIn: $0.data))
        }
        for line in server.notices { bot.report(line) }
        print(Self.verdict(server.warnings))
        return EXIT_SUCCESS
    }

    /// What is said of a bot that can start.
    static func verdict(_ warnings: [String]) -> String {
        guard !warnings.isEmpty else { return "The bot can start." }
        let count = warnings.count == 1 ? "1 thing is odd" : "\(warnings.count) things are odd"
        let list = warnings.map { "  \($0)\($0.hasSuffix("?") || $0.hasSuffix(".") ? "" : ".")" }
        return (["The bot can start, but: \(count)."] + list).joined(separator: "\n")
    }
}
