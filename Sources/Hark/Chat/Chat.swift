/// The way from a plugin to the chat rooms.
public struct Chat: Sendable {
    /// The rooms that announcements go to (`HARK_ROOMS`).
    public let rooms: [Room]

    private let canonical: @Sendable (Room) -> Room
    private let enqueue: @Sendable (Message, Room) async throws(ChatError) -> PendingReceipt

    /// A way to the rooms that `deliver` reaches: the networks of a bot, or what a test has in their place.
    public init(
        rooms: [Room], deliver: @escaping @Sendable (Message, Room) async throws(ChatError) -> Receipt
    ) {
        self.init(
            rooms: rooms, canonical: { $0 },
            enqueue: { message, room throws(ChatError) in PendingReceipt(try await deliver(message, room)) })
    }

    /// A way to the networks of a bot, where messages wait for their turn.
    /// - Parameters:
    ///   - rooms: those that announcements go to.
    ///   - canonical: the one name of a room that has several.
    ///   - enqueue: gives a message its place among those of a room.
    package init(
        rooms: [Room], canonical: @escaping @Sendable (Room) -> Room,
        enqueue: @escaping @Sendable (Message, Room) async throws(ChatError) -> PendingReceipt
    ) {
        self.rooms = rooms
        self.canonical = canonical
        self.enqueue = enqueue
    }

    /// Says something in one room. A message of more than `Message.limit` bytes is cut.
    /// - Returns: whether the network has it, or will get it.
    /// - Throws: why the network did not take it, and will not.
    @discardableResult
    public func send(_ message: Message, to room: Room) async throws(ChatError) -> Receipt {
        try await enqueue(message.bounded, room).value
    }

    /// Says a text in one room, as it stands.
    /// - Returns: whether the network has it, or will get it.
    /// - Throws: why the network did not take it, and will not.
    @discardableResult
    @_disfavoredOverload
    public func send(_ text: String, to room: Room) async throws(ChatError) -> Receipt {
        try await send(Message(text), to: room)
    }

    /// Says something in each of the given rooms, or in all of `HARK_ROOMS`, once in a room that has several names. When
    /// one of them could not be reached and the sender of the webhook tries again, the others do not hear it twice, as
    /// long as the bot runs and the delivery has an identifier.
    /// - Throws: the first failure, after every room has been tried.
    public func announce(_ message: Message, in rooms: [Room]? = nil) async throws(ChatError) {
        let message = message.bounded
        let record = AnnouncementRecord.current
        var failure: ChatError?
        var tried: [Room] = []
        var pending: [(room: Room, receipt: PendingReceipt)] = []
        for room in (rooms ?? self.rooms).map(canonical) where !tried.contains(room) {
            tried.append(room)
            guard record?.contains(message, in: room) != true else { continue }
            do throws(ChatError) { pending.append((room, try await enqueue(message, room))) } catch {
                failure = failure ?? error
            }
        }
        // All rooms together take no longer than the slowest one.
        for (room, receipt) in pending {
            do throws(ChatError) {
                _ = try await receipt.value
                record?.insert(message, in: room)
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }
}
