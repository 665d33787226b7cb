import HarkEvents

/// The rooms for direct messages, listed in the account data m.direct (spec.matrix.org, Client-Server API, “Direct
/// Messaging”).
actor DirectRooms {
    private let api: MatrixAPI
    private let cache: RoomCache

    /// Most rooms that wait to be listed.
    private static let mostUnlisted = 100

    /// Rooms that are not listed yet, each with its person.
    private var unlisted: [(room: String, user: String)] = []
    private var isWriting = false

    init(api: MatrixAPI, cache: RoomCache) {
        self.api = api
        self.cache = cache
    }

    /// The room with a person: an existing one, or a new one with an invitation.
    func room(with user: String) async throws(MatrixFailure) -> String {
        let listed = try await list()
        cache.noteDirectRooms(PayloadView(.object(listed)))
        let bot = try await api.session.login().user
        for room in (listed[user]?.arrayValue ?? []).compactMap(\.stringValue).suffix(3).reversed() {
            guard try await membership(of: user, in: room).map(["join", "invite"].contains) == true,
                try await membership(of: bot, in: room) == "join"
            else { continue }
            return room
        }
        let request: JSONValue = [
            "preset": "trusted_private_chat", "is_direct": true, "invite": [.string(user)],
        ]
        guard let room = try await api.call(.post, MatrixPath("createRoom"), request).room_id.asText?.verbatim else {
            throw MatrixFailure(error: ChatError(.transient, "The Matrix server has made no room for direct messages."))
        }
        // Before anything else can fail, because a retry would create another room.
        cache.note(user, is: room)
        cache.noteDirectRooms(PayloadView([user: [.string(room)]]))
        // If this fails, it is listed with the next one.
        try? await add(room, with: user)
        return room
    }

    /// Adds a room to the list. The list is written as a whole, so by one caller at a time, who includes the additions
    /// of others.
    /// - Throws: why it is not listed yet.
    func add(_ room: String, with user: String) async throws(MatrixFailure) {
        unlisted.append((room, user))
        if unlisted.count > Self.mostUnlisted { unlisted.removeFirst() }
        guard !isWriting else { return }
        isWriting = true
        defer { isWriting = false }
        while !unlisted.isEmpty {
            let taken = unlisted
            unlisted = []
            do throws(MatrixFailure) { try await write(taken) } catch {
                unlisted = (taken + unlisted).suffix(Self.mostUnlisted)
                throw error
            }
        }
    }

    private func write(_ directRooms: [(room: String, user: String)]) async throws(MatrixFailure) {
        var list = try await list()
        var isChanged = false
        for (room, user) in directRooms {
            let rooms = list[user]?.arrayValue ?? []
            guard !rooms.contains(.string(room)) else { continue }
            list[user] = .array(rooms + [.string(room)])
            isChanged = true
        }
        guard isChanged else { return }
        _ = try await api.call(.put, try await path(), .object(list))
        cache.noteDirectRooms(PayloadView(.object(list)))
    }

    /// A person's membership in a room; nil if there is none, or the bot may not know it.
    /// - Throws: a temporary failure, so that a slow server does not lead to a second room.
    private func membership(of user: String, in room: String) async throws(MatrixFailure) -> String? {
        do throws(MatrixFailure) {
            return try await api.state("m.room.member", user, of: room)?.membership.asText?.verbatim
        } catch {
            switch error.error.kind {
            case .transient, .rateLimited, .unauthorized: throw error
            case .refused, .noSuchRoom, .notAMember, .tooLong: return nil
            }
        }
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
