/// Who gave a command, where, and with which words.
public struct Invocation: Sendable {
    /// The message that held the command.
    public let message: IncomingMessage

    /// Whether its sender is one of the bot's admins.
    public let isAdmin: Bool

    /// An invocation; the host makes it, and so may a test that calls a command's method directly.
    public init(message: IncomingMessage, isAdmin: Bool) {
        self.message = message
        self.isAdmin = isAdmin
    }

    /// Who gave the command.
    public var sender: Person { message.sender }

    /// Where it was given.
    public var room: Room { message.room }
}
