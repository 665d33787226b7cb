import HarkEvents

private import struct FoundationEssentials.Date

/// Turns Telegram's updates into messages: those of people, not of bots, channels or anonymous administrators.
struct TelegramEvents: Sendable {
    let bot: TelegramBot
    let chats: TelegramChats
    let inbox: ChatInbox
    let clock: BotClock
    let logger: Logger

    /// The types of updates that are requested (core.telegram.org/bots/api#update); edits are not among them.
    static let wanted: JSONValue = ["message"]

    /// Handles an update.
    /// - Returns: whether it contains a person's message.
    func take(_ update: JSONValue) async -> Bool {
        guard let message = update["message"], let chat = message["chat"]?["id"]?.intValue else { return false }
        if let new = message["migrate_to_chat_id"]?.intValue {
            chats.move(chat, to: new)
            return false
        }
        if let old = message["migrate_from_chat_id"]?.intValue {
            chats.move(old, to: chat)
            return false
        }
        guard let sender = Self.sender(of: message), let content = TelegramMessage(message, to: bot) else {
            return false
        }
        guard isRecent(message) else {
            logger.debug("an old message is not received", metadata: ["chat": "\(chat)"])
            return false
        }
        if let title = message["chat"]?["title"]?.stringValue?.sanitized(to: 80), !title.isEmpty {
            chats.learn(title: title, of: chat)
        }
        let isInTopic = message["is_topic_message"]?.boolValue == true
        let topic = isInTopic ? message["message_thread_id"]?.intValue : nil
        let answered = message["reply_to_message"]?["message_id"]?.intValue
        // The first message of a topic is what all others in it reply to, if they reply to nothing else.
        let thread = answered.flatMap { $0 == topic ? nil : MessageID("\($0)") }
        await inbox.receive(
            IncomingMessage(
                content.text, from: sender, in: Room(named: TelegramRoom(chats.chat(chat), topic: topic).name, on: nil),
                thread: thread, id: message["message_id"]?.intValue.map { MessageID("\($0)") },
                isAddressed: content.isAddressed,
                isDirect: message["chat"]?["type"]?.stringValue == "private"))
        return true
    }

    /// The sender; nil for a bot, and for one that writes in a chat's name: an anonymous administrator or a channel. A
    /// forwarded message, or one made by another bot, does not come from its sender.
    private static func sender(of message: JSONValue) -> Person? {
        guard let from = message["from"], let id = from["id"]?.intValue, from["is_bot"]?.boolValue != true,
            ["sender_chat", "forward_origin", "forward_date", "via_bot"].allSatisfy({ message[$0] == nil })
        else { return nil }
        let names = [from["first_name"], from["last_name"]].compactMap { $0?.stringValue }.filter { !$0.isEmpty }
        let name = names.joined(separator: " ").sanitized(to: 80)
        return Person(id: "\(id)", displayName: name.isEmpty ? nil : name)
    }

    /// Whether a message is recent; its time is in seconds since 1970.
    private func isRecent(_ message: JSONValue) -> Bool {
        message["date"]?.doubleValue.map { clock.isRecent(Date(timeIntervalSince1970: $0)) } ?? false
    }
}
