import HarkEvents

/// Checks whether the bot could send to a room, without sending.
struct RoomCheck: Sendable {
    let api: MatrixAPI
    let directory: RoomDirectory
    let sender: MatrixSender

    /// Joins a room and checks what is needed there.
    /// - Returns: the room's identifier.
    /// - Throws: what is missing, and how to fix it.
    func resolved(_ name: String) async throws(ChatError) -> String {
        // A room for direct messages is made by the first one.
        if MatrixID.isUser(name) { return "direct messages with \(name)" }
        let room = try await directory.identifier(of: name)
        try await directory.join(room, as: name, via: MatrixID.server(of: name))
        do throws(MatrixFailure) {
            if try await sender.isEncrypted(room) {
                throw MatrixFailure(error: ChatError(.refused, MatrixSender.encrypted))
            }
            let user = try await api.session.login().user
            // Without power levels, everyone may send.
            if let levels = try await api.state("m.room.power_levels", of: room) {
                let needed = levels.events["m.room.message"].asInt ?? levels.events_default.asInt ?? 0
                let power = levels.users[user].asInt ?? levels.users_default.asInt ?? 0
                var maySpeak = power >= needed
                if !maySpeak { maySpeak = await isCreator(user, of: room) }
                guard maySpeak else {
                    let reason = "The bot may not send in \(name): its power is \(power), and \(needed) is needed."
                    throw MatrixFailure(error: ChatError(.notAMember, reason))
                }
            }
        } catch { throw error.error }
        return room
    }

    /// Whether a user created a room of version 12 or later: they then have every power, without being listed.
    private func isCreator(_ user: String, of room: String) async -> Bool {
        guard !room.contains(":") else { return false }
        let path = MatrixPath("rooms", room, "state", "m.room.create", "").with(["format": "event"])
        guard let event = try? await api.call(.get, path) else { return false }
        return event.sender.asText?.verbatim == user
            || event.content.additional_creators.asList.contains { $0.asText?.verbatim == user }
    }
}
