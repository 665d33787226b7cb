import HarkEvents

/// The meaning of error numerics (modern.ircdocs.horse, “Numerics”).
enum Refusal {
    /// Why the bot cannot join a channel; nil for an unrelated numeric.
    static func join(_ numeric: String, _ channel: String, _ text: String) -> ChatError? {
        let said = "(\(numeric): \(text.sanitized(to: 160)))"
        return switch numeric {
        case "403", "476", "479":
            ChatError(.noSuchRoom, "There is no channel \(channel), and none of that name can be \(said).")
        case "405":
            ChatError(
                .refused, "The bot is in as many channels as the server allows; \(channel) is one too many \(said).")
        case "437": ChatError(.transient, "\(channel) is not available at the moment \(said).")
        case "471":
            ChatError(
                .notAMember, "\(channel) is full, or for registered people only \(said). Ask one of its operators.")
        case "473": ChatError(.notAMember, "\(channel) is for invited people only \(said). Invite the bot: /invite.")
        case "474": ChatError(.notAMember, "The bot is banned from \(channel) \(said). Ask one of its operators.")
        case "475":
            ChatError(
                .notAMember, "\(channel) has a key that the bot does not know \(said). Set it in HARK_IRC_CHANNELS.")
        case "477":
            ChatError(.notAMember, "\(channel) is for people with an account only \(said). Set HARK_IRC_ACCOUNT.")
        case "470", "480", "489", "495", "520":
            ChatError(.notAMember, "\(channel) does not let the bot in \(said). Ask one of its operators.")
        default: nil
        }
    }

    /// Why a message was refused; nil for an unrelated numeric.
    static func message(_ numeric: String, _ target: String, _ text: String) -> ChatError? {
        let said = "(\(numeric): \(text.sanitized(to: 160)))"
        return switch numeric {
        case "401", "403", "406":
            ChatError(.noSuchRoom, "There is no nick or channel \(target) \(said).")
        case "402", "407", "411", "412", "413", "414", "461", "417":
            ChatError(.refused, "The server does not take the message to \(target) \(said).")
        case "404", "408", "415":
            ChatError(.refused, "The bot may not send in \(target) \(said). Give it voice, or ask an operator.")
        case "442": ChatError(.notAMember, "The bot is not in \(target) \(said). Invite it.")
        case "477":
            ChatError(.refused, "Writing to \(target) needs an account \(said). Set HARK_IRC_ACCOUNT.")
        case "263", "439", "437":
            ChatError(.rateLimited(retryAfter: .seconds(10)), "The server asks to wait before \(target) \(said).")
        case "486", "494", "531", "716", "717":
            ChatError(.refused, "\(target) does not accept messages of the bot \(said).")
        default: nil
        }
    }

    /// The meaning of an ERROR before the server closes the connection.
    static func closing(_ text: String, isWelcome: Bool) -> ChatError {
        let said = text.sanitized(to: 200)
        let words = text.lowercased()
        let has = { (parts: [String]) in parts.contains { words.contains($0) } }
        if has(["throttl", "too many", "too fast", "connections from your host", "try again later"]) {
            return ChatError(.rateLimited(retryAfter: .seconds(300)), "The server takes no connection now: \(said)")
        }
        if has(["banned", "k-line", "g-line", "z-line", "d-line", "k:line", "g:line", "z:line"]) {
            return ChatError(
                .rateLimited(retryAfter: .seconds(3600)),
                "The bot is banned from the server, and tries again each hour: \(said)")
        }
        if !isWelcome, has(["password", "access denied", "not authorized", "unauthorized"]) {
            return ChatError(
                .unauthorized, "The server does not let the bot in: \(said) Check HARK_IRC_PASSWORD.")
        }
        return ChatError(.transient, "The server closed the connection: \(said)")
    }
}
