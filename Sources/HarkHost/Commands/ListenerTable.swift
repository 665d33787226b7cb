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

    /// What a listener found in a message.
    struct Find: Sendable {
        /// The name of the listener's plugin.
        let owner: String
        /// The listener's index in the table.
        fileprivate let number: Int
        fileprivate let match: BoundListener.Match

        /// Runs the listener's method; nil for no answer.
        func answer(_ invocation: Invocation) async throws -> Message? { try await match.answer(invocation) }
    }

    /// What all active listeners find in a message, in the order of the listeners.
    func finds(in message: IncomingMessage) -> [Find] {
        listeners.enumerated().flatMap { number, listener in
            listener.matches(message).map { Find(owner: listener.owner, number: number, match: $0) }
        }
    }

    /// Those finds that may be answered in a room, in order; they count as answered.
    func admitted(_ finds: [Find], in room: Room) -> [Find] {
        finds.filter { admit(Answered(room: room, listener: $0.number, text: UntrustedText($0.match.text))) }
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
    /// A text that was found, and how it is answered.
    struct Match: Sendable {
        let text: String
        let answer: @Sendable (Invocation) async throws -> Message?
    }

    /// The plugin's name.
    let owner: String

    /// Searches a message; it finds nothing while the plugin is not active.
    let matches: @Sendable (IncomingMessage) -> [Match]

    /// Binds a row to its parsed pattern; nil for one that searches messages itself. `find` returns the value that has
    /// the method, or nil while its plugin is not active.
    init<Owner>(
        _ pattern: ListenerPattern?, _ listener: MessageListener<Owner>, of owner: String,
        in find: @escaping @Sendable () -> Owner?
    ) {
        self.owner = owner
        switch listener.search {
        case .scan(let scan):
            matches = { message in
                guard let value = find(), let found = scan(value, message) else { return [] }
                return [Match(text: found.text) { _ in try await found.answer() }]
            }
        case .pattern(_, let invoke):
            matches = { message in
                guard let pattern, let value = find() else { return [] }
                return pattern.matches(in: message.text).map { match in
                    Match(text: match.text) { try await invoke(value, $0, match.captures) }
                }
            }
        }
    }
}
