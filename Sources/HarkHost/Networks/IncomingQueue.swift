private import Synchronization

/// The commands that were heard and are not answered yet: those of a room one after the other, several rooms at once.
/// It is bounded, and nobody is answered faster than `burst` and `interval` allow.
final class IncomingQueue: Sendable {
    /// Most commands of a room that wait.
    static let mostInRoom = 32

    /// Most commands that wait in all.
    static let mostInAll = 512

    /// How many commands of a person are answered at once, and how often one more.
    static let burst = 10
    static let interval = Duration.seconds(2)

    /// Who was told to wait is not told again for so long.
    static let silence = Duration.seconds(60)

    /// What is done with a message.
    enum Admission: Sendable, Equatable {
        /// It is answered in its turn.
        case taken
        /// It has been heard before.
        case repeated
        /// Its sender is too fast, or too much waits already; only the first time is worth an answer.
        case refused(isFirst: Bool)
    }

    private struct Identity: Hashable, Sendable {
        let network: NetworkName?
        let id: UntrustedText
    }

    private struct Pace {
        var due: ContinuousClock.Instant
        var told: ContinuousClock.Instant?
    }

    private struct State {
        var waiting: [Room: [IncomingMessage]] = [:]
        var count = 0
        var seen = LeastRecentlyUsed<Identity, Bool>(capacity: 2_000)
        /// When the next command of a person would be due at an even pace, and when they were told to wait.
        var people = LeastRecentlyUsed<Identity, Pace?>(capacity: 2_000)
    }

    private let clock: BotClock
    private let state = Mutex(State())

    init(clock: BotClock) { self.clock = clock }

    /// Whether a message with an identifier is heard for the first time.
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

    /// Takes a command, and answers it after those of its room that wait already.
    /// - Parameters:
    ///   - message: the command.
    ///   - answer: answers one.
    func take(
        _ message: IncomingMessage, _ answer: @escaping @Sendable (IncomingMessage) async -> Void
    ) -> Admission {
        guard isNew(message) else { return .repeated }
        return state.withLock { state in
            guard admitPerson(message.sender, &state) else { return .refused(isFirst: tell(message.sender, &state)) }
            let isBusy = state.waiting[message.room] != nil
            guard state.count < Self.mostInAll, state.waiting[message.room, default: []].count < Self.mostInRoom else {
                return .refused(isFirst: tell(message.sender, &state))
            }
            state.waiting[message.room, default: []].append(message)
            state.count += 1
            if !isBusy { Task { await self.work(in: message.room, answer) } }
            return .taken
        }
    }

    private func work(in room: Room, _ answer: @Sendable (IncomingMessage) async -> Void) async {
        while let message = next(in: room) { await answer(message) }
    }

    private func next(in room: Room) -> IncomingMessage? {
        state.withLock { state in
            guard let first = state.waiting[room]?.first else {
                state.waiting[room] = nil
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
        return state.people.update(identity(person), default: nil) { pace in
            let due = max(pace?.due ?? now, now)
            guard now.duration(to: due) <= Self.interval * (Self.burst - 1) else { return false }
            pace = Pace(due: due + Self.interval, told: pace?.told)
            return true
        }
    }

    /// Notes that a person is told to wait.
    /// - Returns: whether they have not been told lately.
    private func tell(_ person: Person, _ state: inout State) -> Bool {
        let now = clock.steady
        return state.people.update(identity(person), default: nil) { pace in
            let isFirst = pace?.told.map { now - $0 > Self.silence } ?? true
            if isFirst { pace = Pace(due: pace?.due ?? now, told: now) }
            return isFirst
        }
    }
}
