private import Synchronization

/// Queues the commands that were received: those of one room run in order, several rooms at once. The queue is bounded,
/// and limits each person to `pace`.
final class IncomingQueue: Sendable {
    /// Most commands that may wait in one room.
    static let mostInRoom = 32

    /// Most commands that may wait in all rooms.
    static let mostInAll = 512

    /// Places among them that are reserved for admins.
    static let adminPlacesInRoom = 4
    static let adminPlaces = 32

    /// How fast the commands of one person are accepted.
    static let pace = Pace(burst: 10, interval: .seconds(2))

    /// How long a person who was told to wait is not told again.
    static let silence = Duration.seconds(60)

    /// The decision about a message.
    enum Admission: Sendable, Equatable {
        /// It will be answered in order.
        case taken
        /// Its sender is too fast, or the queue is full; only the first refusal is worth an answer.
        case refused(isFirst: Bool)
    }

    private struct Identity: Hashable, Sendable {
        let network: NetworkName?
        let id: UntrustedText
    }

    private struct Speaker {
        var meter = PaceMeter(IncomingQueue.pace)
        /// When they were last told to wait.
        var warned: ContinuousClock.Instant?
    }

    private typealias Answer = @Sendable () async -> Void

    private struct State {
        var waiting: [Room: [Answer]] = [:]
        var count = 0
        var seen = LeastRecentlyUsed<Identity, Bool>(capacity: 2_000)
        var people = LeastRecentlyUsed<Identity, Speaker>(capacity: 2_000)
        /// The tasks that answer the messages of each room.
        var workers: [Room: Task<Void, Never>] = [:]
        var isClosed = false
    }

    private let clock: BotClock
    private let state = Mutex(State())

    init(clock: BotClock) { self.clock = clock }

    /// Whether a message with an identifier was received for the first time.
    func isNew(_ message: IncomingMessage) -> Bool {
        guard let id = message.id else { return true }
        let key = Identity(network: message.room.network, id: UntrustedText("\(message.room.name) \(id)"))
        return state.withLock { state in
            state.seen.update(key, default: false) { isSeen in
                defer { isSeen = true }
                return !isSeen
            }
        }
    }

    /// Queues a message behind the others of its room.
    /// - Parameters:
    ///   - message: a command, or a message that a listener matches.
    ///   - isCommand: whether it counts against its sender's rate.
    ///   - isAdmin: whether its sender is an admin, for whom some places are reserved.
    ///   - answer: answers the message.
    func take(
        _ message: IncomingMessage, isCommand: Bool = true, isAdmin: Bool = false,
        _ answer: @escaping @Sendable (IncomingMessage) async -> Void
    ) -> Admission {
        state.withLock { state in
            guard !state.isClosed else { return .refused(isFirst: false) }
            guard !isCommand || admitPerson(message.sender, &state) else {
                return .refused(isFirst: warn(message.sender, &state))
            }
            // Messages for listeners get a quarter of the places, so that most are left for commands.
            let share = isCommand ? 1 : 4
            let (inRoom, inAll) =
                isAdmin || !isCommand ? (0, 0) : (Self.adminPlacesInRoom, Self.adminPlaces)
            guard state.count < Self.mostInAll / share - inAll,
                state.waiting[message.room, default: []].count < Self.mostInRoom / share - inRoom
            else {
                return .refused(isFirst: warn(message.sender, &state))
            }
            state.waiting[message.room, default: []].append { await answer(message) }
            state.count += 1
            if state.workers[message.room] == nil {
                state.workers[message.room] = Task { await self.work(in: message.room) }
            }
            return .taken
        }
    }

    /// Cancels what is being answered, and drops what waits.
    func close() {
        let workers = state.withLock { state in
            state.isClosed = true
            state.waiting = [:]
            state.count = 0
            return Array(state.workers.values)
        }
        for worker in workers { worker.cancel() }
    }

    private func work(in room: Room) async {
        while let answer = next(in: room) { await answer() }
    }

    private func next(in room: Room) -> Answer? {
        state.withLock { state in
            guard let first = state.waiting[room]?.first else {
                state.waiting[room] = nil
                state.workers[room] = nil
                return nil
            }
            state.waiting[room]?.removeFirst()
            state.count -= 1
            return first
        }
    }

    private func identity(_ person: Person) -> Identity {
        Identity(network: person.network, id: UntrustedText(person.id))
    }

    private func admitPerson(_ person: Person, _ state: inout State) -> Bool {
        let now = clock.steady
        return state.people.update(identity(person), default: Speaker()) { $0.meter.admit(at: now) }
    }

    /// Notes that a person is told to wait.
    /// - Returns: whether they were not told recently.
    private func warn(_ person: Person, _ state: inout State) -> Bool {
        let now = clock.steady
        return state.people.update(identity(person), default: Speaker()) { speaker in
            let isFirst = speaker.warned.map { now - $0 > Self.silence } ?? true
            if isFirst { speaker.warned = now }
            return isFirst
        }
    }
}
