import HarkEvents

/// The rooms in which the bot talks to one person, which the account's data m.direct lists (spec.matrix.org, Client-Server
/// API, “Direct Messaging”).
struct DirectTalks: Sendable {
    let api: MatrixAPI
    let book: RoomBook

    /// The room with a person: one that is there, or a new one to which they are invited.
    func room(with user: String) async throws(MatrixFailure) -> String {
        let listed = try await list()
        book.noteDirectRooms(PayloadView(.object(listed)))
        for room in (listed[user]?.arrayValue ?? []).compactMap(\.stringValue).suffix(3).reversed() {
            let member = try? await api.state("m.room.member", user, of: room)
            if ["join", "invite"].contains(member?.membership.asText?.verbatim) { return room }
        }
        let request: JSONValue = [
            "preset": "trusted_private_chat", "is_direct": true, "invite": [.string(user)],
        ]
        guard let room = try await api.call(.post, MatrixPath("createRoom"), request).room_id.asText?.verbatim else {
            throw MatrixFailure(error: ChatError(.transient, "The Matrix server has made no room for a direct talk."))
        }
        book.update(room) { $0.isEncrypted = false }
        try await add(room, with: user, to: listed)
        return room
    }

    /// Notes that a room is a talk with a person.
    func add(_ room: String, with user: String) async throws(MatrixFailure) {
        try await add(room, with: user, to: try await list())
    }

    private func add(_ room: String, with user: String, to list: JSONObject) async throws(MatrixFailure) {
        var list = list
        let rooms = list[user]?.arrayValue ?? []
        guard !rooms.contains(.string(room)) else { return }
        list[user] = .array(rooms + [.string(room)])
        _ = try await api.call(.put, try await path(), .object(list))
        book.noteDirectRooms(PayloadView(.object(list)))
    }

    private func list() async throws(MatrixFailure) -> JSONObject {
        do throws(MatrixFailure) { return try await api.call(.get, try await path()).asJSON?.objectValue ?? [:] } catch
        {
            guard error.code == "M_NOT_FOUND" else { throw error }
            return [:]
        }
    }

    private func path() async throws(MatrixFailure) -> MatrixPath {
        MatrixPath("user", try await api.session.login().user, "account_data", "m.direct")
    }
}
