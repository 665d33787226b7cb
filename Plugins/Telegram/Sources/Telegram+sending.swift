public import HarkEvents

extension Telegram {
    public static let capabilities = NetworkCapabilities(
        // A thread is a reply, which everyone sees in the room.
        [.threads, .threadsSeenInRoom, .edits, .reactions, .directMessages], longestText: .scalars(TelegramText.limit),
        // At most 20 per minute in a group, and 30 per second in total (core.telegram.org/bots/faq, "My bot is hitting
        // limits").
        pace: Pace(burst: 5, interval: .seconds(4)), paceInAll: Pace(burst: 10, interval: .milliseconds(50)))

    public func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        let place = try TelegramRoom(room.name)
        var arguments = Self.content(of: message)
        if let topic = place.topic { arguments["message_thread_id"] = .integer(topic) }
        // The answered message may be deleted by now, or have an identifier from before the group was migrated.
        if let answered = (message.replyTo ?? message.thread).flatMap({ Int($0.text) }) {
            arguments["reply_parameters"] = ["message_id": .integer(answered), "allow_sending_without_reply": true]
        }
        let sent: JSONValue
        do throws(TelegramError) { sent = try await call("sendMessage", arguments, in: place) } catch {
            throw chats.explained(error, room.name)
        }
        if let id = sent["chat"]?["id"]?.intValue { chats.learn(place.chat, is: id) }
        return sent["message_id"]?.intValue.map { MessageID("\($0)") }
    }

    public func edit(_ id: MessageID, in room: Room, to message: OutgoingMessage) async throws(ChatError) {
        let place = try TelegramRoom(room.name)
        var arguments = Self.content(of: message)
        arguments["message_id"] = try Self.number(of: id)
        do throws(TelegramError) { _ = try await call("editMessageText", arguments, in: place) } catch {
            if case .refused(let refusal) = error, refusal.says("message is not modified") { return }
            throw chats.explained(error, room.name)
        }
    }

    public func react(_ reaction: Reaction, to id: MessageID, in room: Room) async throws(ChatError) {
        let place = try TelegramRoom(room.name)
        let emoji = ["type": "emoji", "emoji": .string(Self.emoji(of: reaction))] as JSONValue
        let arguments: JSONObject = ["message_id": try Self.number(of: id), "reaction": .array([emoji])]
        do throws(TelegramError) { _ = try await call("setMessageReaction", arguments, in: place) } catch {
            throw chats.explained(error, room.name)
        }
    }

    public func canonicalName(of room: Room) -> String {
        guard let place = try? TelegramRoom(room.name) else { return room.name }
        guard case .id(let id) = place.chat else { return place.name }
        return TelegramRoom(chats.chat(id), topic: place.topic).name
    }

    /// Telegram counts the messages of a group in all its topics together.
    public func paceGroup(of room: Room) -> String {
        (try? TelegramRoom(room.name)).map { TelegramRoom($0.chat).name } ?? room.name
    }

    public func directRoom(of person: Person) -> Room? {
        guard let id = Int(person.id), id > 0 else { return nil }
        return Room(named: "\(id)", on: Self.networkName)
    }

    /// Calls a method for a chat. If a group has become a supergroup, the call is repeated at once with its new
    /// identifier.
    func call(
        _ method: String, _ arguments: JSONObject, in place: TelegramRoom
    ) async throws(TelegramError) -> JSONValue {
        var arguments = arguments
        arguments["chat_id"] = chats.address(of: place.chat)
        do throws(TelegramError) { return try await api.call(method, arguments) } catch {
            guard case .refused(let refusal) = error, let id = refusal.newChat,
                let old = arguments["chat_id"]?.intValue
            else { throw error }
            chats.move(old, to: id)
            arguments["chat_id"] = .integer(id)
        }
        return try await api.call(method, arguments)
    }

    /// The arguments that sending and editing share.
    private static func content(of message: OutgoingMessage) -> JSONObject {
        [
            "text": .string(TelegramText.rendered(message.text, severity: message.severity)), "parse_mode": "HTML",
            "link_preview_options": ["is_disabled": true],
        ]
    }

    private static func number(of id: MessageID) throws(ChatError) -> JSONValue {
        guard let number = Int(id.text) else {
            throw ChatError(.refused, "“\(id.text.sanitized(to: 40))” is not the identifier of a Telegram message.")
        }
        return .integer(number)
    }

    /// Bots may only use a fixed list of reactions, which lacks those of other networks
    /// (core.telegram.org/bots/api#reactiontypeemoji).
    private static func emoji(of reaction: Reaction) -> String {
        switch reaction {
        case .seen: "👀"
        case .done: "👍"
        case .failed: "👎"
        }
    }
}
