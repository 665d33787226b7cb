/// A chat network: the terminal, a recording, and later IRC, Matrix, Slack.
public protocol ChatBackend: Sendable {
    /// Takes what a person said. It returns when the message has been dealt with.
    typealias OnMessage = @Sendable (IncomingMessage) async -> Void

    /// Says something in a room, and returns once the network has it.
    /// - Throws: when it could not be said; the sender of a webhook is then answered 500 and may try again.
    func send(_ message: Message, to room: Room) async throws

    /// Listens until its task is cancelled, or until the person who owns the network leaves it (the bot then stops).
    /// - Throws: when the network is lost for good.
    func run(onMessage: @escaping OnMessage) async throws

    /// Whether the network itself vouches that this person may do everything, as the terminal does for whoever sits at it.
    func isOwner(_ person: Person) -> Bool
}

extension ChatBackend {
    public func isOwner(_ person: Person) -> Bool { false }
}
