import HarkEvents

/// Sends messages to rooms.
struct MatrixSender: Sendable {
    let api: MatrixAPI
    let directory: RoomDirectory
    let cache: RoomCache

    /// Sends a message to a room, which may be a person, for direct messages.
    /// - Returns: the identifier of the message.
    func send(_ message: OutgoingMessage, to name: String) async throws(ChatError) -> MessageID {
        let id = try await inRoom(name) { room throws(MatrixFailure) in
            guard let relation = relation(of: message, in: room) else {
                return try await put("m.room.message", message.key, MatrixContent.message(message), in: room)
            }
            let content = MatrixContent.message(message, relation: relation)
            do throws(MatrixFailure) { return try await put("m.room.message", message.key, content, in: room) } catch {
                // The thread cannot be used, for example because it is in the replaced room: the message itself is more
                // important.
                guard error.status == 400, error.code != "M_TOO_LARGE" else { throw error }
                return try await put("m.room.message", message.key, MatrixContent.message(message), in: room)
            }
        }
        if let root = message.thread { cache.note(id, inThread: root) }
        return id
    }

    /// Edits a message.
    func edit(_ id: MessageID, in name: String, to message: OutgoingMessage) async throws(ChatError) {
        _ = try await inRoom(name) { room throws(MatrixFailure) in
            if let origin = cache.origin(of: id), origin != room {
                throw MatrixFailure(error: ChatError(.refused, "The message is in a room that was replaced."))
            }
            // A new key: the host may send the same message as a new one, which must not count as sent.
            return try await put(
                "m.room.message", "\(message.key)-edit", MatrixContent.edit(of: id.text, to: message), in: room)
        }
    }

    /// Adds a reaction; one that exists already counts as success.
    func react(_ reaction: Reaction, to id: MessageID, in name: String) async throws(ChatError) {
        _ = try await inRoom(name) { room throws(MatrixFailure) in
            let key = "\(id.text)-\(reaction.emojiName)"
            do throws(MatrixFailure) {
                return try await put("m.reaction", key, MatrixContent.reaction(reaction, to: id), in: room)
            } catch {
                guard error.code == "M_DUPLICATE_ANNOTATION" else { throw error }
                return id
            }
        }
    }

    /// Sends a text to a room by its identifier, even if it is encrypted.
    func notice(_ text: ChatText, in room: String) async throws(MatrixFailure) {
        let message = OutgoingMessage(text)
        _ = try await put("m.room.message", message.key, MatrixContent.message(message), in: room, evenEncrypted: true)
    }

    /// Runs an operation in a room; once more if the room was replaced, or the bot was not in it.
    private func inRoom(
        _ name: String, _ act: (String) async throws(MatrixFailure) -> MessageID
    ) async throws(ChatError) -> MessageID {
        let room = try await directory.identifier(of: name)
        do throws(MatrixFailure) { return try await act(room) } catch {
            guard error.isAboutRoom else { throw error.error }
            let room = try await directory.entered(name)
            do throws(MatrixFailure) { return try await act(room) } catch {
                guard error.code == "M_FORBIDDEN" else { throw error.error }
                throw ChatError(
                    .notAMember,
                    "The bot is in \(name.sanitized(to: 120)) and may not send there. Give it the power to, in the "
                        + "room's settings. \(error.error.reason)")
            }
        }
    }

    /// Sends an event. The same key in the same room gives one event, however often it is sent.
    private func put(
        _ type: String, _ key: String, _ content: JSONValue, in room: String, evenEncrypted: Bool = false
    ) async throws(MatrixFailure) -> MessageID {
        if !evenEncrypted, try await isEncrypted(room) {
            throw MatrixFailure(error: ChatError(.refused, Self.encrypted))
        }
        let answer = try await api.call(.put, MatrixPath("rooms", room, "send", type, key), content)
        guard let id = answer.event_id.asText.map({ MessageID($0.verbatim) }) else {
            throw MatrixFailure(error: ChatError(.transient, "The Matrix server gives no identifier for a message."))
        }
        cache.note(id, saidIn: room)
        return id
    }

    /// The error for an encrypted room.
    static let encrypted =
        "The room is encrypted, and the bot cannot encrypt: what it says could be read by the servers. Name a room "
        + "without encryption; it cannot be switched off in a room."

    /// Whether a room is encrypted; asked once for a room that no sync has described.
    func isEncrypted(_ room: String) async throws(MatrixFailure) -> Bool {
        if let known = cache[room].isEncrypted { return known }
        let isEncrypted = try await api.state("m.room.encryption", of: room) != nil
        cache.update(room) { $0.isEncrypted = isEncrypted }
        return isEncrypted
    }

    private func relation(of message: OutgoingMessage, in room: String) -> JSONValue? {
        if let root = message.thread, cache.origin(of: root) ?? room == room {
            return MatrixContent.thread(root: root, latest: cache.end(ofThread: root), replyTo: message.replyTo)
        }
        guard let id = message.replyTo, cache.origin(of: id) ?? room == room else { return nil }
        return MatrixContent.reply(to: id)
    }
}
