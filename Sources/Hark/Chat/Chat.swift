/// The way from a plugin to the chat rooms.
public struct Chat: Sendable {
    /// The rooms that announcements go to (`HARK_ROOMS`).
    public let rooms: [Room]

    private let backend: any ChatBackend

    /// A way to the rooms of `backend`.
    public init(_ backend: any ChatBackend, rooms: [Room]) {
        self.backend = backend
        self.rooms = rooms
    }

    /// Says something in one room. A message of more than `Message.limit` bytes is cut.
    /// - Throws: when the network did not take it.
    public func send(_ message: Message, to room: Room) async throws {
        try await backend.send(message.bounded, to: room)
    }

    /// Says a text in one room, as it stands: nothing in it is read as Markdown.
    /// - Throws: when the network did not take it.
    public func send(_ text: String, to room: Room) async throws { try await send(Message(text), to: room) }

    /// Says something in each of the given rooms, or in all of `HARK_ROOMS`. When one of them could not be reached and
    /// the sender of the webhook tries again, the others do not hear it twice, as long as the bot runs and the delivery
    /// has an identifier.
    /// - Throws: the first failure, after every room has been tried.
    public func announce(_ message: Message, in rooms: [Room]? = nil) async throws {
        let record = AnnouncementRecord.current
        var failure: (any Error)?
        for room in rooms ?? self.rooms where record?.contains(message, in: room) != true {
            do {
                try await send(message, to: room)
                record?.insert(message, in: room)
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }
}

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

    /// Whether the network itself vouches that this person may do everything, as the terminal does for whoever sits at
    /// it.
    func isOwner(_ person: Person) -> Bool
}

extension ChatBackend {
    public func isOwner(_ person: Person) -> Bool { false }
}
