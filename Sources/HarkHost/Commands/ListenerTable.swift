private import Synchronization

/// The listeners of all plugins, and what they answered recently, so that no room is flooded.
final class ListenerTable: Sendable {
    /// How long a match is not answered again in the same room.
    static let pause = Duration.seconds(60)

    /// How many answers a room gets at once, and how often one more.
    static let pace = Pace(burst: 5, interval: .seconds(10))

    private struct Answered: Hashable {
        let room: Room
        let listener: Int
        let text: UntrustedText
    }

    private struct State {
        var answered = LeastRecentlyUsed<Answered, ContinuousClock.Instant?>(capacity: 2_000)
        var rooms = LeastRecentlyUsed<Room, PaceMeter>(capacity: 2_000)
    }

    private let listeners: [BoundListener]
    private let clock: BotClock
    private let state = Mutex(State())

    init(_ listeners: [BoundListener], clock: BotClock) {
        self.listeners = listeners
        self.clock = clock
    }

    /// A listener's match in a message.
    struct Find: Sendable {
        /// The listener's index in the table.
        fileprivate let number: Int
        fileprivate let match: ListenerPattern.Match
    }

    /// The matches of all active listeners in a text, in the order of the listeners.
    func finds(in text: String) -> [Find] {
        listeners.enumerated().flatMap { number, listener in
            listener.isActive() ? listener.pattern.matches(in: text).map { Find(number: number, match: $0) } : []
        }
    }

    /// The listeners to call for the matches of a message of a room, in order; the matches count as answered.
    func calls(for finds: [Find], in room: Room) -> [(listener: BoundListener, captures: [String?])] {
        finds.filter { admit(Answered(room: room, listener: $0.number, text: UntrustedText($0.match.text))) }
            .map { (listeners[$0.number], $0.match.captures) }
    }

    private func admit(_ answer: Answered) -> Bool {
        let now = clock.steady
        return state.withLock { state in
            if let last = state.answered[answer] ?? nil, now - last < Self.pause { return false }
            guard state.rooms.update(answer.room, default: PaceMeter(Self.pace), { $0.admit(at: now) }) else {
                return false
            }
            state.answered.update(answer, default: nil) { $0 = now }
            return true
        }
    }
}

/// A listener bound to the value that has its method.
struct BoundListener: Sendable {
    /// The plugin's name.
    let owner: String
    let pattern: ListenerPattern
    let isActive: @Sendable () -> Bool
    let run: @Sendable (Invocation, [String?]) async throws -> Message?

    /// Binds a row; nil if its pattern has a fault. `find` returns the value that has the method, or nil while its
    /// plugin is not active.
    init?<Owner>(_ listener: MessageListener<Owner>, of owner: String, in find: @escaping @Sendable () -> Owner?) {
        guard let pattern = try? ListenerPattern(listener.pattern) else { return nil }
        self.owner = owner
        self.pattern = pattern
        isActive = { find() != nil }
        run = { invocation, texts in
            guard let value = find() else { return nil }
            return try await listener.invoke(value, invocation, texts)
        }
    }
}
