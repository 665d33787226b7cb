internal import ArgumentParser
private import Glibc
private import HarkTerminal

/// `hark send github push.json --event push`: a delivery as its provider would make it, to a running bot.
struct SendCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Sends a payload to a running bot as its provider would: right headers, right signature.",
        discussion: """
            The file's name may carry the event: issues.opened.json is of the event issues. A plugin without events gets \
            the file at the route that takes a body, if there is just one, as what its name says or it seems to be. It is \
            sent with curl, and signed with the secret of this environment. Exits with 0 for an answer below 400, with 1 for any other or \
            none, and with 64 when there is nothing that could be sent.
            """
    )

    /// Longest payload that is sent, in bytes.
    static let longest = 64 << 20

    @Argument(help: "The plugin whose provider is played, such as github.")
    var plugin: String

    @Argument(help: "The file with the payload.")
    var file: String

    @Option(help: "The event, where the file's name does not say it.")
    var event: String?

    @Option(help: "The bot's URL; by default where this environment says that it listens.")
    var to: String?

    @Flag(help: "Send it without a signature.")
    var noSign = false

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: BotUnderCommand) async throws(Faults) -> Int32 {
        let host = try bot.lookingHost()
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let type = MediaType.contentType(ofFile: name)
        do {
            let payload = try SmallFile(file, atMost: Self.longest).bytes()
            let delivery = try host.delivery(
                to: plugin, event: try event ?? host.event(ofFile: name, for: plugin), payload: payload,
                contentType: type == MediaType.bytes.essence ? nil : type)
            let request = try noSign ? delivery : host.signed(delivery)
            let base = try to ?? bot.address()
            let answer = try await Curl(request, base: base).run()
            print(answer.text)
            return answer.isSuccess ? EXIT_SUCCESS : EXIT_FAILURE
        } catch let faults as Faults {
            throw faults
        } catch let error as Curl.Failure {
            bot.console.log("hark: \(error)")
            return EXIT_FAILURE
        } catch let error as Rejection {
            bot.console.log("hark: \(error.reason)")
        } catch {
            bot.console.log("hark: \(error)")
        }
        return EX_USAGE
    }
}
