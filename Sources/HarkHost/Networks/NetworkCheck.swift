/// The result of `hark check --connect` for one network.
public struct NetworkCheck: Sendable {
    /// The network.
    public let network: NetworkName

    /// The account of the bot, empty if the network does not name it; or why it cannot be connected, and how to fix it.
    public let login: Result<String, ChatError>

    /// Each room that a setting names, in order, with the result; empty for a network that cannot be connected.
    public let rooms: [RoomCheck]

    /// A room that a setting names.
    public struct RoomCheck: Sendable {
        /// The variables that name it.
        public let variables: [String]
        /// The room.
        public let room: Room
        /// The network's own name of the room; or why the bot cannot send to it, and how to fix it.
        public let outcome: Result<String, ChatError>
    }

    /// Whether the bot is logged in and can send to every room.
    public var isSound: Bool {
        guard case .success = login else { return false }
        return rooms.allSatisfy { check in if case .success = check.outcome { true } else { false } }
    }
}
