import HarkEvents

private import struct FoundationEssentials.Date

/// Makes messages of the updates that Telegram sends: what people say, and nothing that bots, channels or nameless
/// administrators do.
struct TelegramEvents: Sendable {
    let bot: TelegramBot
    let chats: TelegramChats
    let inbox: ChatInbox
    let clock: BotClock
    let logger: Logger

    /// What Telegram is asked for (core.telegram.org/bots/api#update); edits are not heard.
    static let wanted: JSONValue = ["message"]

    /// Older messages are history: a command in them is not run any more. In seconds.
    private static let longestAge = 300.0

    /// Takes an update.
    /// - Returns: whether it holds something that a person said.
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
        guard let sender = Self.sender(of: message), let speech = TelegramSpeech(message, to: bot) else { return false }
        guard isFresh(message) else {
            logger.debug("an old message is not heard", metadata: ["chat": "\(chat)"])
            return false
        }
        if let title = message["chat"]?["title"]?.stringValue?.sanitized(to: 80), !title.isEmpty {
            chats.learn(title: title, of: chat)
        }
        let isInTopic = message["is_topic_message"]?.boolValue == true
        let topic = isInTopic ? message["message_thread_id"]?.intValue : nil
        let answered = message["reply_to_message"]?["message_id"]?.intValue
        // The first message of a topic is what every other one in it answers, if it answers nothing else.
        let thread = answered.flatMap { $0 == topic ? nil : MessageID("\($0)") }
        await inbox.receive(
            IncomingMessage(
                speech.text, from: sender, in: Room(TelegramRoom(chats.chat(chat), topic: topic).name, on: nil),
                thread: thread, id: message["message_id"]?.intValue.map { MessageID("\($0)") },
                isAddressed: speech.isAddressed,
                isDirect: message["chat"]?["type"]?.stringValue == "private"))
        return true
    }

    /// Who said it; nil for a bot, and for whoever speaks in the name of a chat: an administrator who hides behind the
    /// group, a channel. What was forwarded or made by another bot was not said by its sender.
    private static func sender(of message: JSONValue) -> Person? {
        guard let from = message["from"], let id = from["id"]?.intValue, from["is_bot"]?.boolValue != true,
            ["sender_chat", "forward_origin", "forward_date", "via_bot"].allSatisfy({ message[$0] == nil })
        else { return nil }
        let names = [from["first_name"], from["last_name"]].compactMap { $0?.stringValue }.filter { !$0.isEmpty }
        let name = names.joined(separator: " ").sanitized(to: 80)
        return Person(id: "\(id)", displayName: name.isEmpty ? nil : name)
    }

    /// Whether a message is young enough; its time is in seconds since 1970.
    private func isFresh(_ message: JSONValue) -> Bool {
        guard let date = message["date"]?.doubleValue else { return false }
        return clock.now.timeIntervalSince1970 - date < Self.longestAge
    }
}
