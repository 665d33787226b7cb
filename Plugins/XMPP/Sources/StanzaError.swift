import HarkEvents
import HarkXML

/// Why a stanza was refused (RFC 6120, 8.3).
struct StanzaError: Equatable {
    /// The error's type; the condition is more reliable, because services confuse the types.
    let type: String
    let condition: String
    let text: String

    /// The error in a stanza of type `error`.
    init(_ stanza: XMLElement) {
        let error = stanza.children.first { $0.name == "error" }
        type = error?["type"] ?? ""
        let conditions = error?.children.filter { $0.namespace == Namespace.stanzaErrors } ?? []
        condition = conditions.first { $0.name != "text" }?.name ?? "undefined-condition"
        text = conditions.first { $0.name == "text" }?.text.sanitized(to: 200) ?? ""
    }

    /// Whether another server does not respond.
    var isRemoteFailure: Bool { condition.hasPrefix("remote-server-") }

    /// The condition and the server's text, as part of a sentence.
    private var detail: String {
        let condition = condition.sanitized(to: 60)
        return text.isEmpty ? condition : "\(condition): \(text)"
    }

    /// The error for a message; nil if the message was accepted nevertheless.
    /// - Parameters:
    ///   - target: the room or person, for the text.
    ///   - isRoom: whether it is a room.
    func refusal(of target: String, isRoom: Bool) -> ChatError? {
        if type == "continue" { return nil }
        switch condition {
        case "forbidden":
            return ChatError(
                .refused,
                isRoom
                    ? "The bot may not send in \(target) (\(detail)): a moderator has to give it voice."
                    : "\(target) takes no messages of the bot (\(detail)).")
        case "item-not-found":
            return ChatError(.noSuchRoom, "There is no \(target) (\(detail)).")
        case "service-unavailable" where !isRoom:
            return ChatError(.noSuchRoom, "\(target) takes no messages, or does not exist (\(detail)).")
        case "not-acceptable" where isRoom:
            return ChatError(.notAMember, "The bot is not in \(target) any more (\(detail)).")
        case "not-authorized", "registration-required", "subscription-required":
            return ChatError(.notAMember, "The bot is not in \(target) (\(detail)).")
        case "remote-server-not-found", "remote-server-timeout":
            return ChatError(
                .rateLimited(retryAfter: .seconds(60)), "The server of \(target) does not answer (\(detail)).")
        case "resource-constraint", "internal-server-error", "recipient-unavailable":
            return ChatError(.rateLimited(retryAfter: .seconds(30)), "\(target) takes no messages now (\(detail)).")
        case "policy-violation" where type == "wait":
            return ChatError(
                .rateLimited(retryAfter: .seconds(30)), "\(target) accepts no more messages for now (\(detail)).")
        default:
            return ChatError(
                type == "wait" ? .transient : .refused,
                "The server does not take the message to \(target) (\(detail)).")
        }
    }

    /// The error when the bot may not join a room (XEP-0045, 7.2).
    func refusal(toEnter room: String, account: String) -> ChatError {
        switch condition {
        case "not-authorized":
            ChatError(.notAMember, "\(room) has a password, and the bot enters no such room. Take the password off.")
        case "registration-required":
            ChatError(.notAMember, "\(room) is for members only. Make \(account) a member of it.")
        case "forbidden":
            ChatError(.refused, "The bot is banned from \(room). An owner can lift the ban of \(account).")
        case "item-not-found", "not-allowed", "gone":
            ChatError(.noSuchRoom, "There is no \(room), and the bot may not make it (\(detail)).")
        case "service-unavailable":
            ChatError(.rateLimited(retryAfter: .seconds(60)), "\(room) is full, or closed for now (\(detail)).")
        case "conflict":
            ChatError(.refused, "Every nick that the bot tried in \(room) is taken. Set another HARK_XMPP_NICK.")
        case "jid-malformed":
            ChatError(
                .noSuchRoom, "The server does not take \(room) for a room, or HARK_XMPP_NICK for a nick (\(detail)).")
        default:
            refusal(of: room, isRoom: true)
                ?? ChatError(.transient, "The bot may not enter \(room) now (\(detail)).")
        }
    }

    /// The error for the end of a stream (RFC 6120, 4.9).
    static func ending(of stream: XMLElement) -> ChatError {
        let conditions = stream.children.filter { $0.namespace == Namespace.streamErrors }
        let condition = conditions.first { $0.name != "text" }?.name.sanitized(to: 60) ?? "no reason"
        let text = conditions.first { $0.name == "text" }?.text.sanitized(to: 200) ?? ""
        let detail = text.isEmpty ? condition : "\(condition): \(text)"
        switch condition {
        case "conflict":
            // Reconnecting would end the other session in turn, and so on.
            return ChatError(
                .rateLimited(retryAfter: .seconds(600)),
                "Another session of the bot's account took the bot's place (\(detail)). "
                    + "Run one bot only, or leave the resource out of HARK_XMPP_JID.")
        case "policy-violation":
            return ChatError(
                .rateLimited(retryAfter: .seconds(300)),
                "The server has closed the connection by its rules (\(detail)).")
        case "not-authorized":
            return ChatError(.unauthorized, "The server does not let the bot in (\(detail)).")
        case "host-unknown", "unsupported-version", "host-gone":
            return ChatError(
                .refused,
                "The server does not serve the domain of HARK_XMPP_JID (\(detail)). Check it, and HARK_XMPP_SERVER.")
        case "see-other-host":
            return ChatError(
                .transient, "The server sends the bot to another one (\(detail)). Name that in HARK_XMPP_SERVER.")
        default: return ChatError(.transient, "The server has closed the connection (\(detail)).")
        }
    }
}
