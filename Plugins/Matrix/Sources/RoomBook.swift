import HarkEvents
import Synchronization

/// What the bot knows of its rooms, for those who speak and for those who listen. All of it is bounded.
final class RoomBook: Sendable {
    /// One room.
    struct Entry: Sendable {
        /// What settings call it, or an alias that leads to it; nil for neither.
        var name: String?
        /// The alias that the room gives itself, which nobody has checked.
        var claimedAlias: String?
        /// When the alias was last found to lead elsewhere, or could not be looked up.
        var aliasFailure: ContinuousClock.Instant?
        /// Whether it has a name for people.
        var hasTitle = false
        /// How many are in it or invited; nil where the server has not said.
        var joinedCount: Int?
        var invitedCount = 0
        /// Whether messages are encrypted; nil as long as nobody has asked.
        var isEncrypted: Bool?
        /// The room that has taken its place.
        var successor: String?
        /// The same while the bot is on its way there.
        var move: Move?
        /// Who has removed the bot from it.
        var remover: String?
        var isJoined = false
    }

    /// Where a room has gone.
    struct Move: Sendable, Equatable {
        let room: String
        /// A server that is in that room; nil where none is known.
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

    /// Most rooms that take each other's place.
    private static let longestSuccession = 10

    private let state = Mutex(State())

    subscript(_ room: String) -> Entry { state.withLock { $0.entries[room] ?? Entry() } }

    /// Notes something of a room.
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

    /// Notes that a room has gone somewhere.
    /// - Returns: whether the bot is to set out; not when it is on its way already, and goes there instead.
    func begin(_ move: Move, from room: String) -> Bool {
        update(room) { entry in
            defer { entry.move = move }
            return entry.move == nil
        }
    }

    /// Notes that a move is over.
    /// - Returns: whether the room has not gone elsewhere meanwhile.
    func end(_ move: Move, from room: String) -> Bool {
        update(room) { entry in
            guard entry.move == move else { return false }
            entry.move = nil
            return true
        }
    }

    /// The room that has taken another one's place, or that room itself.
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

    /// The room behind a name that was looked up.
    func identifier(of name: String) -> String? { state.withLock { $0.identifiers[name] } }

    /// Notes where a name leads. A room that it led to before does not have it any more.
    func note(_ name: String, is room: String) {
        state.withLock { state in
            if let old = state.identifiers[name], old != room, var entry = state.entries[old], entry.name == name {
                entry.name = nil
                state.entries[old] = entry
            }
            state.identifiers[name] = room
        }
    }

    /// Forgets that a room is where the bot talks to a person, so that it is looked for again.
    /// - Parameter person: who has left it; nil when the bot has.
    func forgetTalk(_ room: String, with person: String? = nil) {
        state.withLock { state in
            guard let person = person ?? state.directRooms[room], state.identifiers[person] == room else { return }
            state.identifiers[person] = nil
        }
    }

    /// The names that rooms are known by.
    var names: [String] { state.withLock { $0.identifiers.keys } }

    /// What others see of a person.
    func displayName(of user: String) -> String? { state.withLock { $0.displayNames[user] } }

    func note(_ displayName: String?, ofUser user: String) { state.withLock { $0.displayNames[user] = displayName } }

    /// Takes the account data m.direct: rooms by the person that each is a talk with.
    func noteDirectRooms(_ content: PayloadView) {
        state.withLock { state in
            for (user, rooms) in content.asMembers {
                for room in rooms.asList { room.asText.map { state.directRooms[$0.verbatim] = user } }
            }
        }
    }

    /// Whether a room is a talk with one person: it is marked as such, or has neither name nor alias, and only two are in
    /// it.
    func isDirect(_ room: String) -> Bool {
        state.withLock { state in
            if state.directRooms[room] != nil { return true }
            guard let entry = state.entries[room], let joined = entry.joinedCount else { return false }
            return joined + entry.invitedCount == 2 && !entry.hasTitle && entry.claimedAlias == nil
        }
    }

    /// The latest message of a thread that the bot knows.
    func end(ofThread root: MessageID) -> MessageID? { state.withLock { $0.threadEnds[root] } }

    func note(_ message: MessageID, inThread root: MessageID) { state.withLock { $0.threadEnds[root] = message } }

    /// The room in which the bot has said something.
    func origin(of message: MessageID) -> String? { state.withLock { $0.origins[message] } }

    func note(_ message: MessageID, saidIn room: String) { state.withLock { $0.origins[message] = room } }
}
