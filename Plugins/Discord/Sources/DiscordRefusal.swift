import HarkEvents

/// A refusal with one of Discord's error codes (docs.discord.com/developers/topics/opcodes-and-status-codes#json).
struct DiscordRefusal: Sendable, Equatable {
    static let unknownChannel = 10003
    static let unknownMessage = 10008
    /// The message has a thread already.
    static let threadExists = 160_004

    /// Discord's error code.
    let code: Int
    let error: ChatError

    /// Parses the body of a response with status 400 to 499; nil if it is not in Discord's format.
    init?(_ body: JSONValue, status: Int) {
        guard let code = body["code"]?.intValue else { return nil }
        self.code = code
        let says = PayloadView(body).message.asText?.sanitized(to: 100) ?? "?"
        error =
            switch code {
            case 0 where status == 404:
                ChatError(.refused, "Discord does not know the address that was asked. Check HARK_DISCORD_API.")
            case Self.unknownChannel, 10004:
                ChatError(.noSuchRoom, "There is no such channel any more (\(code)).")
            case 50001:
                ChatError(
                    .notAMember,
                    "The bot may not see the channel (\(code)). Invite the bot to the server, and give its role View "
                        + "Channel there.")
            case 50013:
                ChatError(
                    .notAMember,
                    "The bot may not send in the channel (\(code)). Give its role Send Messages, Send Messages in "
                        + "Threads, Embed Links and Read Message History there.")
            case 50007, 50278:
                ChatError(
                    .refused,
                    "The person takes no direct messages of the bot (\(code)). They have to share a server with it, and "
                        + "allow direct messages there.")
            case 50008:
                ChatError(
                    .refused,
                    "Nothing can be said in a channel of this kind (\(code)). In a forum, name one of its posts by its "
                        + "identifier.")
            case 50035 where Self.isTooLong(body["errors"]?["content"]):
                ChatError(.tooLong(limit: DiscordText.longest.limit), "The message is longer than Discord takes.")
            case 50035 where Self.isTooLong(body["errors"]?["embeds"]):
                ChatError(.tooLong(limit: DiscordText.longestEmbed.limit), "The message is longer than Discord takes.")
            case 50035:
                ChatError(.refused, "Discord refuses the form of a request: \(Self.complaint(in: body) ?? says).")
            case 130_000:
                ChatError(.transient, "Discord has a problem (\(code)).")
            default:
                ChatError(.refused, "Discord refuses it: \(says) (\(code)).")
            }
    }

    private static func isTooLong(_ errors: JSONValue?) -> Bool {
        errors?.serialized(upTo: 10_000).contains("MAX_LENGTH") == true
            || errors?.serialized(upTo: 10_000).contains("MAX_EMBED_SIZE") == true
    }

    /// The first error about a field: `nonce: Nonce cannot exceed 25 characters.`
    private static func complaint(in body: JSONValue) -> String? {
        guard var node = body["errors"] else { return nil }
        var path: [String] = []
        for _ in 0..<8 {
            if let says = node["_errors"]?[0]?["message"]?.stringValue {
                return (path.joined(separator: ".") + ": " + says).sanitized(to: 200)
            }
            guard let next = node.objectValue?.first else { return nil }
            path.append(next.name)
            node = next.value
        }
        return nil
    }
}
