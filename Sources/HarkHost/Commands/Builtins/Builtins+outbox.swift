internal import HarkStore

internal import struct FoundationEssentials.Date

/// The commands about messages that wait for their rooms.
extension Builtins {
    /// Most rooms or messages in one list.
    private static let longestOutboxList = 20

    /// Longest reason or text in a list, in Unicode scalars.
    private static let longestExcerpt = 120

    func listOutbox(_ invocation: Invocation, room: String?) async throws -> ChatText {
        try requireOutbox()
        guard let room else { return try await listRooms() }
        return try await list(place(of: room), isPrivate: isPrivate(invocation))
    }

    func retryOutbox(room: String) async throws -> ChatText {
        try requireOutbox()
        let place = place(of: room)
        let count = try await messages(in: place).count
        guard count > 0 else { return "No messages wait for \(place.description)." }
        guard let queue = place.queue else {
            return "\(Self.messages(count)) wait for \(place.description), but its network is not connected."
        }
        queue.wake()
        return "\(Self.messages(count)) for \(place.description) are tried now."
    }

    func dropOutbox(_ invocation: Invocation, what: String) async throws -> ChatText {
        try requireOutbox()
        var words = CommandWords(what)
        guard let name = words.nextWord() else { throw Rejection(.badRequest, "Say which room.") }
        let isConfirmed = words.nextWord() == "--yes"
        let place = place(of: name)
        let waiting = try await messages(in: place)
        guard !waiting.isEmpty else { return "No messages wait for \(place.description)." }
        guard isConfirmed else {
            return """
                \(Self.messages(waiting.count)) for \(place.description) would be dropped. Give the command once more \
                with --yes to do that.
                """
        }
        let reason = "Dropped by \(invocation.sender.settingText)."
        var dropped = Set(waiting.map(\.id))
        if let (removed, kept) = place.queue?.removeWaiting(ChatError(.refused, reason)) {
            dropped.formUnion(removed)
            if let kept { dropped.remove(kept) }
        }
        for id in dropped { await networks.outbox.note(id, MessageChange(.dropped, error: reason)) }
        return "\(Self.messages(dropped.count)) for \(place.description) are dropped."
    }

    private func listRooms() async throws -> ChatText {
        struct Waiting {
            let room: Room
            var count = 0
            let oldest: StoredMessage
        }
        var rooms: [Waiting] = []
        var positions: [Room: Int] = [:]
        try await networks.unsentMessages { message in
            let room = Room(named: message.room, on: networks.shortened(NetworkName(message.network)))
            let position = positions[room] ?? rooms.count
            if position == rooms.count { rooms.append(Waiting(room: room, oldest: message)) }
            positions[room] = position
            rooms[position].count += 1
        }
        guard !rooms.isEmpty else { return "No messages wait." }
        var text: ChatText = ""
        for (index, waiting) in rooms.prefix(Self.longestOutboxList).enumerated() {
            text += index == 0 ? "" : "\n"
            text += "\(waiting.room.description)  \(waiting.count) waiting, the oldest for \(age(of: waiting.oldest))"
            text += reason(of: waiting.oldest)
        }
        if rooms.count > Self.longestOutboxList {
            text += "\nOther rooms: \(rooms.count - Self.longestOutboxList)."
        }
        return text
    }

    /// Lists what waits for a room, and what was left out or refused lately.
    private func list(_ place: Place, isPrivate: Bool) async throws -> ChatText {
        let waiting = try await messages(in: place)
        let others = try await networks.outbox.store?.messages(
            MessageQuery(
                network: place.network.text, room: place.name, states: [.dead, .givenUp, .dropped, .folded],
                isNewestFirst: true, limit: Self.longestOutboxList))
        var text: ChatText = waiting.isEmpty ? "No messages wait for \(place.description)." : ""
        for (index, message) in waiting.prefix(Self.longestOutboxList).enumerated() {
            text += index == 0 ? "" : "\n"
            text += line(for: message, isPrivate)
        }
        if waiting.count > Self.longestOutboxList {
            text += "\nNewer ones that wait: \(waiting.count - Self.longestOutboxList)."
        }
        guard let others, !others.isEmpty else { return text }
        text += "\nNot sent lately:"
        for message in others.reversed() {
            text += "\n"
            text += line(for: message, isPrivate)
        }
        return text
    }

    private func line(for message: StoredMessage, _ isPrivate: Bool) -> ChatText {
        var text: ChatText = "\(message.state.rawValue), \(age(of: message)) old"
        if message.attempts > 0 { text += ", tried \(message.attempts, "time")" }
        text += reason(of: message)
        // What is said in another room may be confidential: it is shown to the admin alone.
        if isPrivate, let content = try? QueuedMessage(stored: message.content) {
            text += "\n  \(content.message.text.plain.scalars(upTo: Self.longestExcerpt))"
        }
        return text
    }

    private func reason(of message: StoredMessage) -> ChatText {
        if let error = message.error { return ": \(error.scalars(upTo: Self.longestExcerpt))" }
        let network = NetworkName(message.network)
        return networks.names.contains(network) ? "" : ": this bot has no network \(network.text)"
    }

    private func age(of message: StoredMessage) -> String {
        Self.readable(seconds: max(0, Int(pipeline.clock.now.timeIntervalSince(message.created))))
    }

    private static func messages(_ count: Int) -> ChatText { "\(count, "message")" }

    private func messages(in place: Place) async throws -> [StoredMessage] {
        var found: [StoredMessage] = []
        try await networks.unsentMessages(on: place.network.text, room: place.name) { found.append($0) }
        return found
    }

    private func requireOutbox() throws(Rejection) {
        guard networks.outbox.store != nil else {
            throw Rejection(.notFound, "This bot stores no messages (HARK_STORE=off).")
        }
    }
}

/// A room as the outbox knows it.
private struct Place: CustomStringConvertible {
    let network: NetworkName
    /// The name within the network.
    let name: String
    /// The room as settings write it.
    let description: String
    /// The queue of its messages; nil if the network is not connected, or nothing waits.
    let queue: RoomQueue?
}

extension Builtins {
    private func place(of text: String) -> Place {
        let room = networks.canonical(Room(text))
        let network = room.network ?? networks.names.first ?? NetworkName("")
        let link = networks.link(room.network)
        let queue = link?.isClosed == false ? link?.queue(of: room) : nil
        return Place(network: network, name: room.name, description: room.description, queue: queue)
    }

    /// Whether nobody but the sender sees the answer.
    private func isPrivate(_ invocation: Invocation) -> Bool {
        invocation.message.isDirect || networks.capabilities(of: invocation.room).has(.immediateSending)
    }
}
