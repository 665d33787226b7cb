internal import ArgumentParser
private import Glibc

/// `hark say '#ops' 'Deploy at five'`: sends one message from a script.
struct SayCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "say",
        abstract: "Says one message in a chat room.",
        discussion: """
            Uses the chat networks of the environment, also beside a bot that runs: it receives nothing. Exits with 0 \
            once the network has the message, and with 1 and the reason if it does not take it.
            """
    )

    @Argument(help: "Where: #ops, or slack:#ops for a network that is not the default one.")
    var room: String

    @Argument(help: "The message, sent unchanged; - reads it from standard input.")
    var text: String

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        let server = try bot.server(opensPorts: false) { FolderSecretStore(lookedAtIn: $0.data) }
        let said = text == "-" ? Self.standardInput() : text
        guard said.utf8.contains(where: { $0 > 0x20 }) else {
            throw Faults([Fault("say", "there is nothing to say; write the text after the room.")])
        }
        do throws(ChatError) {
            try await server.say(Message(said), in: Room(room))
            return EXIT_SUCCESS
        } catch {
            bot.report(error.reason)
            return EXIT_FAILURE
        }
    }

    /// The text on standard input, up to the length of a message.
    private static func standardInput() -> String {
        var text = ""
        while text.utf8.count <= Message.limit, let line = readLine(strippingNewline: false) { text += line }
        while text.hasSuffix("\n") { text.removeLast() }
        return text
    }
}
