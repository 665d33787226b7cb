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

    /// Says something in each of the given rooms, or in all of `HARK_ROOMS`.
    /// - Throws: the first failure, after every room has been tried.
    public func announce(_ message: Message, in rooms: [Room]? = nil) async throws {
        var failure: (any Error)?
        for room in rooms ?? self.rooms {
            do { try await send(message, to: room) } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
    }
}
