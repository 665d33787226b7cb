internal import ArgumentParser
private import Glibc
internal import HarkTools
private import TerminalPlugin

private import struct FoundationEssentials.Date

/// `hark verify`: explains why a captured request is refused.
struct VerifyCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Says whether a captured request passes its route's verifier, and if not, why not.",
        discussion: """
            The file holds the request as it came over the wire: request line, header fields, an empty line, and the \
            exact bytes of the body. capture writes such files. Where a proxy changes the path, --route names the bot's \
            own. Exits with 0 when it passes, with 1 when it does not, and with 64 when the file is no \
            request or no route takes it.
            """
    )

    /// Longest capture, in bytes.
    static let longest = 64 << 20

    @Option(help: "The bot's path to route by, where it is not the request's own.")
    var route: String?

    @Argument(help: "The file with the request.")
    var file: String

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        let host = try bot.readOnlyHost()
        let captured: CapturedRequest
        do { captured = try CapturedRequest(SmallFile(file, atMost: Self.longest).bytes()) } catch {
            bot.report("\(file): \(error)")
            return EX_USAGE
        }
        do throws(Rejection) {
            let diagnosis = try host.diagnose(captured, routedBy: route, at: Date())
            for line in diagnosis.lines { bot.print(line) }
            return diagnosis.isAccepted ? EXIT_SUCCESS : EXIT_FAILURE
        } catch {
            let isUnknown = error.status == .notFound && route == nil
            bot.report(isUnknown ? "\(error.reason)\n\(hint(host, captured.request))" : error.reason)
        }
        return EX_USAGE
    }

    /// A hint for a request whose path matches no route: a proxy may have changed it.
    private func hint(_ host: Host, _ request: Request) -> String {
        guard let rest = host.routeBehindPrefix(of: request.target.path, method: request.method) else {
            return "Where a proxy changes the path, name the bot's own with --route, such as --route /github."
        }
        let prefix = request.target.path.dropLast(rest.count)
        return "If a proxy strips “\(prefix)”, add --route \(rest.asShellWord)"
    }
}
