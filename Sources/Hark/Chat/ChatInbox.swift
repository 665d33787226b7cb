private import Synchronization

/// Takes the messages that a network receives, and the state of its connection.
public struct ChatInbox: Sendable {
    /// The greatest age of a message whose command is run; a network may be stricter. See `BotClock.isRecent(_:)`.
    public static let longestAge = Duration.seconds(300)

    /// The rooms of this network that the bot's settings name, each once, for a network where the bot has to join a
    /// room to receive its messages.
    public let rooms: [Room]

    /// Whether the bot only sends a message or looks something up and may be connected elsewhere at the same time: a
    /// network then leaves the bot's name to the other connection, and joins a room only to send to it.
    public let isBrief: Bool

    /// How often the network has connected.
    let connections = EventCounter()

    private let onMessage: @Sendable (IncomingMessage) async -> Void
    private let onState: @Sendable (NetworkState) -> Void

    /// An inbox. The host creates one for each network; a test of a network may do so too.
    public init(
        rooms: [Room] = [],
        isBrief: Bool = false,
        onMessage: @escaping @Sendable (IncomingMessage) async -> Void,
        onState: @escaping @Sendable (NetworkState) -> Void = { _ in }
    ) {
        self.rooms = rooms
        self.isBrief = isBrief
        self.onMessage = onMessage
        self.onState = onState
    }

    /// Takes a message that a person wrote. Never pass messages of the bot itself, of other bots, edited messages or
    /// history.
    ///
    /// Returns when the message has been handled on a network with `.immediateSending`. On any other network it returns
    /// at once, and the messages of a room are handled in order.
    public func receive(_ message: IncomingMessage) async { await onMessage(message) }

    /// Takes the state of the connection; changes are logged.
    public func report(_ state: NetworkState) {
        if state == .connected { connections.note() }
        onState(state)
    }
}

/// Counts events.
final class EventCounter: Sendable {
    private let state = Mutex(0)

    var count: Int { state.withLock { $0 } }

    func note() { state.withLock { $0 += 1 } }
}

/// The state of the connection to a network.
public enum NetworkState: Sendable, Hashable, CustomStringConvertible {
    /// The connection is being established, for the first time or again.
    case connecting
    /// Messages go both ways.
    case connected
    /// The connection is lost; the network keeps trying unless it has given up.
    case disconnected(reason: String)

    public var description: String {
        switch self {
        case .connecting: "connecting"
        case .connected: "connected"
        case .disconnected(let reason): "disconnected (\(reason))"
        }
    }
}
