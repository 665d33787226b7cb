import HarkEvents
import Synchronization

/// The bot's knowledge of its rooms, shared by sending and receiving. All of it is bounded.
final class RoomCache: Sendable {
    /// One room.
    struct Entry: Sendable {
        /// The name in the settings, or an alias of the room; nil if there is neither.
        var name: String?
        /// The alias that the room claims, which is not verified.
        var claimedAlias: String?
        /// When the alias was last found to be wrong, or could not be looked up.
        var aliasFailure: ContinuousClock.Instant?
        /// Whether it has a name for people.
        var hasTitle = false
        /// The number of joined and invited members; nil if the server has not sent it.
        var joinedCount: Int?
        var invitedCount = 0
        /// Whether messages are encrypted; nil if unknown.
        var isEncrypted: Bool?
        /// The room that has replaced it.
        var successor: String?
        /// The replacement that the bot is joining; nil if there is none.
        var move: Move?
        /// Who removed the bot from it.
        var remover: String?
        var isJoined = false
    }

    /// The replacement of a room.
    struct Move: Sendable, Equatable {
        let room: String
        /// A server that is in that room; nil if none is known.
        let server: String?
    }

    private struct State {
        var entries = BoundedMap<String, Entry>(limit: 10_000)
        var identifiers = BoundedMap<String, String>(limit: 10_000)
        var displayNames = BoundedMap<String, String>(limit: 10_000)
        var directRooms = BoundedMap<String, String>(limit: 10_000)
        var threadEnds = BoundedMap<MessageID, MessageID>(limit: 2000)
        var origins = BoundedMap<MessageID, String>(limit: 2000)
    }

    /// Longest chain of replaced rooms.
    private static let longestSuccession = 10

    private let state = Mutex(State())

    subscript(_ room: String) -> Entry { state.withLock { $0.entries[room] ?? Entry() } }

    /// Updates the entry of a room.
    /// - Returns: what the change returns.
    @discardableResult
    func update<Result: Sendable>(_ room: String, _ change: (inout Entry) -> Result) -> Result {
        state.withLock { state in
            var entry = state.entries[room] ?? Entry()
            let result = change(&entry)
            state.entries[room] = entry
            return result
        }
    }

    /// Notes that a room was replaced.
    /// - Returns: whether to start joining the replacement; false while the bot is joining an earlier one, because it
    ///   then joins this one instead.
    func begin(_ move: Move, from room: String) -> Bool {
        update(room) { entry in
            defer { entry.move = move }
            return entry.move == nil
        }
    }

    /// Notes that a move has ended.
    /// - Returns: whether it was still the room's last move: false if the room was replaced again meanwhile.
    func end(_ move: Move, from room: String) -> Bool {
        update(room) { entry in
            guard entry.move == move else { return false }
            entry.move = nil
            return true
        }
    }

    /// The room that has replaced another one, or that room itself.
    func successor(of room: String) -> String {
        state.withLock { state in
            var room = room
            for _ in 0..<Self.longestSuccession {
                guard let next = state.entries[room]?.successor else { break }
                room = next
            }
            return room
        }
    }

    /// The room of a name that was looked up.
    func identifier(of name: String) -> String? { state.withLock { $0.identifiers[name] } }

    /// Learns the room of a name. An earlier room with that name loses it.
    func note(_ name: String, is room: String) {
        state.withLock { state in
            if let old = state.identifiers[name], old != room, var entry = state.entries[old], entry.name == name {
                entry.name = nil
                state.entries[old] = entry
            }
            state.identifiers[name] = room
        }
    }

    /// Forgets that a room is for direct messages with a person, so that it is looked up again.
    /// - Parameter person: who has left it; nil if the bot has.
    func forgetDirectRoom(_ room: String, with person: String? = nil) {
        state.withLock { state in
            guard let person = person ?? state.directRooms[room], state.identifiers[person] == room else { return }
            state.identifiers[person] = nil
        }
    }

    /// The known names of rooms.
    var names: [String] { state.withLock { $0.identifiers.keys } }

    /// The display name of a person.
    func displayName(of user: String) -> String? { state.withLock { $0.displayNames[user] } }

    func note(_ displayName: String?, ofUser user: String) { state.withLock { $0.displayNames[user] = displayName } }

    /// Reads the account data m.direct: the rooms of direct messages, by person.
    func noteDirectRooms(_ content: PayloadView) {
        state.withLock { state in
            for (user, rooms) in content.asMembers {
                for room in rooms.asList { room.asText.map { state.directRooms[$0.verbatim] = user } }
            }
        }
    }

    /// Whether a room is for direct messages: it is marked as such, or has neither name nor alias, and only two
    /// members.
    func isDirect(_ room: String) -> Bool {
        state.withLock { state in
            if state.directRooms[room] != nil { return true }
            guard let entry = state.entries[room], let joined = entry.joinedCount else { return false }
            return joined + entry.invitedCount == 2 && !entry.hasTitle && entry.claimedAlias == nil
        }
    }

    /// The latest known message of a thread.
    func end(ofThread root: MessageID) -> MessageID? { state.withLock { $0.threadEnds[root] } }

    func note(_ message: MessageID, inThread root: MessageID) { state.withLock { $0.threadEnds[root] = message } }

    /// The room of a message that the bot sent.
    func origin(of message: MessageID) -> String? { state.withLock { $0.origins[message] } }

    func note(_ message: MessageID, saidIn room: String) { state.withLock { $0.origins[message] = room } }
}
