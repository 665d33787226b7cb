internal import ArgumentParser
private import Glibc
private import TerminalPlugin

/// `hark secret github`: shows the secret that the bot generated for a plugin, to be pasted into the provider's form.
struct SecretCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret",
        abstract: "Shows the secret that the bot generated for a plugin.",
        discussion: """
            A secret that you may choose and did not set is generated at the first start and kept in HARK_DATA. A secret that \
            you set is not shown.
            """
    )

    @Argument(help: "The plugin's name, such as github.")
    var plugin: String

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        let host = try bot.readOnlyHost()
        let secrets: [GeneratedSecret]
        do throws(Rejection) { secrets = try host.generatedSecrets(of: plugin) } catch {
            bot.report("\(error.reason)")
            return EX_USAGE
        }
        guard !secrets.isEmpty else {
            bot.report("Every secret of \(plugin) is set in the environment, or is its provider's to make.")
            return EXIT_FAILURE
        }
        for secret in secrets where !secret.isKept {
            let hint = "start the bot once, or set HARK_DATA to the folder that it uses"
            bot.report("There is no secret in “\(secret.place)” yet: \(hint).")
        }
        let kept = secrets.filter(\.isKept)
        for secret in kept {
            bot.print(secrets.count == 1 ? secret.text.reveal() : "\(secret.variable)=\(secret.text.reveal())")
        }
        return kept.isEmpty ? EXIT_FAILURE : EXIT_SUCCESS
    }
}
