internal import ArgumentParser
private import Glibc
internal import HarkClient
private import TerminalPlugin

/// `hark send github push.json --event push`: sends a delivery to a running bot, as the provider would.
struct SendCommand: BotCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Sends a payload to a running bot as its provider would: right headers, right signature.",
        discussion: """
            The file's name may carry the event: issues.opened.json is of the event issues. A plugin without events \
            gets the file at the route that takes a body, if there is just one; --path names another, such as \
            '/relay/ops?template=deploy', and --value fills the placeholders of a route such as /backup/<host>. What \
            is no event is sent as what its route asks for, its name says, or it seems to be: JSON, XML, a form or \
            text. It is signed with the secret of this environment, and sent through the proxy that it names. Exits \
            with 0 for an answer below 400, with 1 for any other or none, and with 64 when there is nothing that could \
            be sent.
            """
    )

    /// Longest payload, in bytes.
    static let longest = 64 << 20

    @Argument(help: "The plugin whose provider is played, such as github.")
    var plugin: String

    @Argument(help: "The file with the payload.")
    var file: String

    @Option(help: "The event, where the file's name does not say it.")
    var event: String?

    @Option(help: "The path, and perhaps a query, where it is not the one for the plugin's payloads.")
    var path: String?

    @Option(
        name: .customLong("value"), help: "The text of a placeholder, such as host=web-1; may be given several times.")
    var values: [String] = []

    @Option(help: "The bot's base URL, without the path; by default where this environment says that it listens.")
    var to: String?

    @Flag(help: "Send it without a signature.")
    var noSign = false

    @OptionGroup var options: EnvironmentOptions

    func run(_ bot: CommandContext) async throws(Faults) -> Int32 {
        let (host, client) = (try bot.readOnlyHost(), try bot.httpClient())
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let type = MediaType.contentType(ofFile: name)
        do {
            let payload = try SmallFile(file, atMost: Self.longest).bytes()
            let target = try target(host)
            if let event, let remark = try host.registry.remark(onEvent: event, of: plugin) { bot.report(remark) }
            var delivery = try host.delivery(
                to: plugin, event: try event ?? host.registry.event(ofFile: name, for: plugin, at: target),
                payload: payload,
                contentType: type == MediaType.bytes.essence ? nil : type, at: target)
            let (base, query) = try Self.parts(of: try to ?? bot.address())
            delivery.baseURL = base.description
            let queries = [delivery.target.query, query].compactMap(\.self)
            delivery.target.query = queries.isEmpty ? nil : queries.joined(separator: "&")
            let request = try noSign ? delivery : host.signed(delivery)
            let answer = try await DeliveryCall(request, base: base).send(with: client)
            bot.print(answer.text)
            if !answer.isSuccess, host.registry.takesPayload(at: base.prefix, of: plugin) {
                let what = "--to is the bot's base URL, to which \(request.target.path) was added"
                bot.report("\(what); write --path \(base.prefix).")
            }
            return answer.isSuccess ? EXIT_SUCCESS : EXIT_FAILURE
        } catch let faults as Faults {
            throw faults
        } catch let error as DeliveryCall.Failure {
            bot.report("\(error)")
            return EXIT_FAILURE
        } catch let error as Rejection {
            bot.report("\(error.reason)")
        } catch {
            bot.report("\(error)")
        }
        return EX_USAGE
    }

    /// The target of the payload, if it is given. With values, `--path` may contain the rule as `hark routes` lists it,
    /// and a query.
    /// - Throws: `Rejection` if a value has no name, or no row of the plugin takes them.
    private func target(_ host: Host) throws(Rejection) -> RequestTarget? {
        let given = path.map { RequestTarget($0) }
        guard !values.isEmpty else { return given }
        var texts: [String: String] = [:]
        for value in values {
            let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw Rejection(.badRequest, "--value \(value): write the placeholder's name too, such as host=web-1.")
            }
            texts[String(parts[0])] = String(parts[1])
        }
        var target = RequestTarget(try host.registry.path(of: plugin, filledWith: texts, rule: given?.path))
        target.query = given?.query
        return target
    }

    /// A bot's base URL, and the query after it, for the request. A URL without a scheme is HTTP.
    /// - Throws: `Rejection` if it is invalid.
    private static func parts(of text: String) throws(Rejection) -> (base: BaseURL, query: String?) {
        let parts = RequestTarget(text.contains("://") ? text : "http://\(text)")
        guard let base = BaseURL(parts.path), parts.query?.contains("#") != true else {
            throw Rejection(
                .badRequest, "--to is not a valid URL; write one such as https://bot.example.org/hooks.")
        }
        return (base, parts.query)
    }
}
