/// The result of `hark check --connect` for one network.
package struct NetworkCheck: Sendable {
    /// The network.
    package let network: NetworkName

    /// The account of the bot, empty if the network does not name it; or why it cannot be connected, and how to fix it.
    package let login: Result<String, ChatError>

    /// Each room that a setting names, in order, with the result; empty for a network that cannot be connected.
    package let rooms: [RoomCheck]

    /// A room that a setting names.
    package struct RoomCheck: Sendable {
        /// The variables that name it.
        package let variables: [String]
        /// The room.
        package let room: Room
        /// The network's own name of the room; or why the bot cannot send to it, and how to fix it.
        package let outcome: Result<String, ChatError>
    }

    /// Whether the bot is logged in and can send to every room.
    package var isSound: Bool {
        guard case .success = login else { return false }
        return rooms.allSatisfy { check in if case .success = check.outcome { true } else { false } }
    }
}
