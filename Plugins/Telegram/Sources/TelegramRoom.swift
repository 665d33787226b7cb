import HarkEvents

/// A place in Telegram as settings name it: `-1001234567890` or `@channelname`, with `/` and a number for a topic of a
/// forum. A topic is a room, because that is where people look for messages; a thread is a chain of replies in it,
/// because no message starts a topic.
struct TelegramRoom: Hashable {
    /// Which chat.
    enum Chat: Hashable {
        /// The chat with this number: a person (positive), a group, a supergroup or a channel (-100…).
        case id(Int)
        /// The public chat with this name, including `@`.
        case name(String)
    }

    let chat: Chat
    /// The topic; nil for the general one, and in chats without topics.
    let topic: Int?

    /// How an operator finds out the name of a room.
    static let howTo =
        "Telegram names rooms by numbers: add the bot to the group, and say /whereami there; the bot answers with its room."

    init(_ chat: Chat, topic: Int? = nil) {
        self.chat = chat
        self.topic = topic
    }

    /// Parses a room's name.
    /// - Throws: `ChatError.noSuchRoom`, with the correct format.
    init(_ name: String) throws(ChatError) {
        let parts = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let topic = parts.count == 2 ? Int(parts[1]) : nil
        guard let first = parts.first, parts.count == 1 || topic.map({ $0 > 0 }) == true else {
            throw Self.unknown(name)
        }
        // The general topic of a forum has the number 1, and its messages name none.
        self.topic = topic == 1 ? nil : topic
        if let number = Int(first), number != 0 {
            chat = .id(number)
        } else if Self.isPublicName(first) {
            chat = .name(String(first))
        } else {
            throw Self.unknown(name)
        }
    }

    /// The room's name.
    var name: String {
        let suffix = topic.map { "/\($0)" } ?? ""
        return switch chat {
        case .id(let number): "\(number)\(suffix)"
        case .name(let name): "\(name)\(suffix)"
        }
    }

    private static func unknown(_ name: String) -> ChatError {
        ChatError(
            .noSuchRoom,
            "“\(name.sanitized(to: 80))” is no room of Telegram's: write -1001234567890, @channelname, or one of them with "
                + "/ and the number of a topic. \(howTo)")
    }

    private static func isPublicName(_ text: Substring) -> Bool {
        (5...33).contains(text.utf8.count) && text.utf8.first == UInt8(ascii: "@")
            && text.utf8.dropFirst().allSatisfy(\.isNameByte)
    }
}

extension UInt8 {
    /// Whether names of users and chats may contain it: letters, digits and `_`.
    var isNameByte: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"): true
        default: false
        }
    }
}
