public import HarkEvents

extension Telegram {
    public func resolve(_ room: Room) async throws(ChatError) -> String {
        let place = try TelegramRoom(room.name)
        do throws(TelegramError) { return try await description(of: place) } catch {
            throw chats.explained(error, room.name)
        }
    }

    /// What an operator should know about a chat.
    /// - Throws: that it does not exist, or that the bot may not send to it.
    private func description(of place: TelegramRoom) async throws(TelegramError) -> String {
        let chat = try await call("getChat", [:], in: place)
        guard let id = chat["id"]?.intValue else {
            throw .failed(ChatError(.transient, "Telegram says nothing of the chat."))
        }
        chats.learn(place.chat, is: id)
        let kind = chat["type"]?.stringValue?.sanitized(to: 20) ?? "chat"
        let name = (chat["title"] ?? chat["first_name"])?.stringValue?.sanitized(to: 80) ?? ""
        var parts = [kind == "private" ? "direct messages with “\(name)”" : "\(kind) “\(name)”", "\(id)"]
        if let topic = place.topic { parts.append("topic \(topic)") }
        if case .id(let typed) = place.chat, typed != id {
            parts.append("it has become a supergroup: write \(id) in the place of \(typed)")
        }
        guard kind != "private" else { return parts.joined(separator: ", ") }
        let member = try await api.call(
            "getChatMember", ["chat_id": .integer(id), "user_id": .integer(TelegramAPI.botID(of: api.token) ?? 0)])
        let status = member["status"]?.stringValue ?? ""
        if let reason = Self.obstacle(kind, chat, member, status) { throw .failed(ChatError(.notAMember, reason)) }
        let isAdministrator = status == "administrator" || status == "creator"
        if kind != "channel", !isAdministrator, try await !receivesEverything() {
            parts.append("privacy mode is on, so it receives only /commands and replies to it there")
        }
        return parts.joined(separator: ", ")
    }

    public func identify() async throws(ChatError) -> String? {
        do throws(TelegramError) { return "@\(TelegramBot(try await api.call("getMe")).username)" } catch {
            throw error.chatError
        }
    }

    private func receivesEverything() async throws(TelegramError) -> Bool {
        try await api.call("getMe")["can_read_all_group_messages"]?.boolValue == true
    }

    /// What keeps the bot from sending to a group chat, and how to fix it; nil if nothing does.
    private static func obstacle(_ kind: String, _ chat: JSONValue, _ member: JSONValue, _ status: String) -> String? {
        switch status {
        case "left", "kicked": return "The bot is not in the \(kind). Add it there."
        case "restricted" where member["can_send_messages"]?.boolValue == false:
            return "The bot may not send in the \(kind). Lift its restriction there."
        case "member" where chat["permissions"]?["can_send_messages"]?.boolValue == false:
            return "Members may not write in the \(kind). Make the bot an administrator there."
        default: break
        }
        guard kind == "channel", status != "creator" else { return nil }
        guard status == "administrator", member["can_post_messages"]?.boolValue != false else {
            return "The bot may not post in the channel. Make it an administrator with the right to post messages."
        }
        return nil
    }
}
