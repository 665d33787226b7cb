import HarkEvents

/// Why a call of the Bot API failed.
enum TelegramError: Error, Equatable {
    /// Telegram refused it.
    case refused(TelegramRefusal)
    /// Anything else.
    case failed(ChatError)

    /// The error in the form of all networks.
    var chatError: ChatError {
        switch self {
        case .refused(let refusal): refusal.chatError
        case .failed(let error): error
        }
    }
}

/// A refusal by Telegram. Its texts are not documented, so they are matched loosely
/// (core.telegram.org/bots/api#making-requests).
struct TelegramRefusal: Hashable {
    let code: Int
    let description: String
    /// The new identifier of a group that became a supergroup.
    let newChat: Int?

    /// Whether the description contains these words, in any case.
    func says(_ words: String...) -> Bool {
        let description = description.lowercased()
        return words.contains { description.contains($0) }
    }

    /// Whether the chat is unknown, so that a hint about its name may help.
    var isUnknownChat: Bool { code == 400 && newChat == nil && says("chat not found", "chat_id", "peer_id_invalid") }

    var chatError: ChatError {
        switch code {
        case 401: ChatError(.unauthorized, Self.wrongToken)
        case 404 where !says("method"): ChatError(.unauthorized, Self.wrongToken)
        case 403: forbidden
        case 409: conflict
        case 400: bad
        default: ChatError(.refused, "Telegram refuses it (\(code) \(description)).")
        }
    }

    private static let wrongToken =
        "Telegram does not accept the token. Copy it again from @BotFather (/mybots, API Token), and set "
        + "HARK_TELEGRAM_TOKEN."

    private var forbidden: ChatError {
        if says("deleted", "deactivated") {
            return ChatError(.noSuchRoom, "The chat, or the person, no longer exists (\(description)).")
        }
        if says("blocked") { return ChatError(.notAMember, "The person has blocked the bot (\(description)).") }
        if says("initiate") {
            return ChatError(
                .notAMember, "The person has to press Start in a chat with the bot first (\(description)).")
        }
        return ChatError(
            .notAMember, "The bot is not in the chat, or may not write there (\(description)). Add it to the chat.")
    }

    private var conflict: ChatError {
        guard says("webhook") else {
            return ChatError(
                .transient,
                "Another program asks Telegram for this bot's messages. Stop it: only one may (\(description)).")
        }
        return ChatError(.transient, "A webhook was set for the bot; it is removed (\(description)).")
    }

    private var bad: ChatError {
        if says("too long", "too_long") {
            return ChatError(.tooLong(limit: TelegramText.limit), "The message is longer than Telegram takes.")
        }
        if says("thread not found", "topic") {
            return ChatError(.noSuchRoom, "There is no such topic, or it is closed (\(description)).")
        }
        if isUnknownChat || says("user not found") {
            return ChatError(
                .noSuchRoom, "There is no such chat, or the bot was never in it (\(description)). \(TelegramRoom.howTo)"
            )
        }
        if says("rights", "write_forbidden", "administrator", "not a member", "restricted") {
            return ChatError(
                .notAMember, "The bot may not send in the chat (\(description)). Make it an administrator there.")
        }
        return ChatError(.refused, "Telegram refuses it (\(description)).")
    }
}
