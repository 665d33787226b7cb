internal import ArgumentParser
private import Glibc
private import HarkTerminal

private import struct FoundationEssentials.Date

/// `hark verify`: why a captured request is refused.
struct VerifyCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Says whether a captured request passes its route's verifier, and if not, why not.",
        discussion: """
            The file holds the request as it came over the wire: request line, header fields, an empty line, and the \
            exact bytes of the body. Exits with 0 when it passes, with 1 when it does not, and with 64 when the file is no \
            request or no route takes it.
            """
    )

    /// Longest capture that is read, in bytes.
    static let longest = 64 << 20

    @Option(help: "The path to route by, where it is not the request's own.")
    var route: String?

    @Argument(help: "The file with the request.")
    var file: String

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: BotUnderCommand) async throws(Faults) -> Int32 {
        let host = try bot.lookingHost()
        do {
            let bytes = try SmallFile(file, atMost: Self.longest).bytes()
            let diagnosis = try host.diagnose(CapturedRequest(bytes), routedBy: route, at: Date())
            for line in diagnosis.lines { print(line) }
            return diagnosis.isAccepted ? EXIT_SUCCESS : EXIT_FAILURE
        } catch let error as Rejection {
            bot.console.log("hark: \(error.reason)")
        } catch {
            bot.console.log("hark: \(file): \(error)")
        }
        return EX_USAGE
    }
}
