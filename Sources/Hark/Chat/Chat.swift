/// How a plugin sends messages to chat rooms.
///
/// ```swift
/// try await chat.announce("\(project) is released.")
/// try await chat.send("\(service) \(version) is live.", to: "#ops")
/// ```
public struct Chat: Sendable {
    /// The rooms that announcements go to (`HARK_ROOMS`).
    public let rooms: [Room]

    /// Returns the canonical name of a room that has several names.
    package let canonical: @Sendable (Room) -> Room

    private let choose: @Sendable (NotificationFacts, [Room]) -> RoomChoice
    private let mentioned: @Sendable (NotificationFacts, Room) -> [Person]
    private let direct: @Sendable (Person) -> DirectRoom
    private let enqueue: @Sendable (Message, Room) async throws(ChatError) -> PendingReceipt

    /// A chat whose messages `deliver` sends: to the networks of a bot, or to a recorder in a test.
    public init(
        rooms: [Room], deliver: @escaping @Sendable (Message, Room) async throws(ChatError) -> Receipt
    ) {
        self.init(
            rooms: rooms, canonical: { $0 },
            enqueue: { message, room throws(ChatError) in PendingReceipt(try await deliver(message, room)) })
    }

    /// A chat over the networks of a bot, which queue messages.
    /// - Parameters:
    ///   - rooms: those that announcements go to.
    ///   - canonical: returns the canonical name of a room that has several names.
    ///   - choose: chooses the rooms of a notification by the operator's rules; it gets those of its plugin.
    ///   - mentioned: returns the people to mention with a notification in a room, by its canonical name.
    ///   - directRoom: returns how a person can be written to alone.
    ///   - enqueue: adds a message to the queue of a room.
    package init(
        rooms: [Room], canonical: @escaping @Sendable (Room) -> Room,
        choose: @escaping @Sendable (NotificationFacts, [Room]) -> RoomChoice = { .rooms($1) },
        mentioned: @escaping @Sendable (NotificationFacts, Room) -> [Person] = { _, _ in [] },
        directRoom: @escaping @Sendable (Person) -> DirectRoom = { _ in .impossible },
        enqueue: @escaping @Sendable (Message, Room) async throws(ChatError) -> PendingReceipt
    ) {
        self.rooms = rooms
        self.canonical = canonical
        self.choose = choose
        self.mentioned = mentioned
        direct = directRoom
        self.enqueue = enqueue
    }

    /// The room for direct messages with a person, for what only they may read; nil where there can be none.
    public func directRoom(of person: Person) -> Room? {
        guard case .room(let room) = direct(person) else { return nil }
        return room
    }

    /// How a person can be written to alone.
    package func directRoom(with person: Person) -> DirectRoom { direct(person) }

    /// Sends a message to one room. A text of more than `Message.limit` bytes is cut.
    /// - Returns: whether the network has the message already, or will get it later.
    /// - Throws: why the network did not accept the message and will not get it again.
    @discardableResult
    public func send(_ message: Message, to room: Room) async throws(ChatError) -> Receipt {
        try await enqueue(message.bounded, room).value
    }

    /// Sends a text to one room, unchanged.
    /// - Returns: whether the network has the message already, or will get it later.
    /// - Throws: why the network did not accept the message and will not get it again.
    @discardableResult
    @_disfavoredOverload
    public func send(_ text: String, to room: Room) async throws(ChatError) -> Receipt {
        try await send(Message(text), to: room)
    }

    /// Sends a notification to the rooms that the operator's rules choose for it (`HARK_RULES`): see
    /// `announce(_:in:)`. The people whom it concerns (`HARK_PEOPLE`) are mentioned, each on the network of the room.
    /// - Parameters:
    ///   - message: the message.
    ///   - facts: what the rules ask for. A message without a severity gets that of their outcome.
    ///   - rooms: the rooms that get it if no rule names any; nil for `HARK_ROOMS`.
    ///   - isAlone: whether no other rooms than these may get it; the rules may still mute it.
    /// - Returns: the rooms, or why no room gets it.
    /// - Throws: the first failure, after every room has been tried.
    @discardableResult
    public func announce(
        _ message: Message, about facts: NotificationFacts, in rooms: [Room]? = nil, alone isAlone: Bool = false
    ) async throws(ChatError) -> RoomChoice {
        let usual = rooms ?? self.rooms
        let choice = choose(facts, usual)
        guard case .rooms(let allowed) = choice else { return choice }
        let chosen = isAlone ? usual : allowed
        var message = message
        message.severity = facts.shownSeverity(ofMessage: message.severity)
        let unaddressed = message
        try await announce(in: chosen) { unaddressed.addressed(to: mentioned(facts, $0)) }
        return choice
    }

    /// Sends a message to each of the given rooms, or to all of `HARK_ROOMS`, once to a room that is named twice. If
    /// one room could not be reached and the delivery is handled again, the other rooms do not get the message twice:
    /// as long as the bot runs and the delivery has an identifier, or as long as the message is stored.
    /// - Throws: the first failure, after every room has been tried.
    public func announce(_ message: Message, in rooms: [Room]? = nil) async throws(ChatError) {
        try await announce(in: rooms ?? self.rooms) { _ in message }
    }

    private func announce(in rooms: [Room], _ message: (Room) -> Message) async throws(ChatError) {
        let record = AnnouncementRecord.current
        var failure: ChatError?
        var tried: [Room] = []
        var pending: [(message: Message, room: Room, receipt: PendingReceipt)] = []
        for room in rooms.map(canonical) where !tried.contains(room) {
            tried.append(room)
            let message = message(room).bounded
            guard record?.contains(message, in: room) != true else { continue }
            do throws(ChatError) { pending.append((message, room, try await enqueue(message, room))) } catch {
                failure = failure ?? error
            }
        }
        // Waiting for all rooms together takes no longer than waiting for the slowest one.
        for (message, room, receipt) in pending {
            do throws(ChatError) {
                _ = try await receipt.value
                // The store recognises the repetition of a stored message, also after a restart.
                if !receipt.isStored { record?.insert(message, in: room) }
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }
}

/// The rooms that get a notification, as the operator's rules choose them.
public enum RoomChoice: Sendable, Hashable {
    /// These rooms, one or more.
    case rooms([Room])
    /// None, for a reason: `the rule on line 3 mutes it`.
    case none(reason: String)
}

/// How a person can be written to alone.
package enum DirectRoom: Sendable, Hashable {
    /// In this room.
    case room(Room)
    /// Not now: their network has direct messages, and the bot does not know theirs.
    case unknown
    /// Never: their network has no direct messages.
    case impossible
}

/// The result of a message that is still in a queue.
package struct PendingReceipt: Sendable {
    /// Whether the message is stored until its network has it.
    package let isStored: Bool

    private let wait: @Sendable () async throws(ChatError) -> Receipt

    /// A receipt that `wait` delivers later.
    package init(isStored: Bool = false, _ wait: @escaping @Sendable () async throws(ChatError) -> Receipt) {
        self.isStored = isStored
        self.wait = wait
    }

    /// A receipt that is known already.
    package init(_ receipt: Receipt, isStored: Bool = false) {
        self.init(isStored: isStored) { () throws(ChatError) in receipt }
    }

    /// Waits for the receipt, for a time that began when the message was queued. Read it once.
    package var value: Receipt { get async throws(ChatError) { try await wait() } }
}
