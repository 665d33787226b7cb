private import Synchronization

/// A chat network that the bot speaks and listens on: the terminal, IRC, Slack. A plugin becomes one by conforming to
/// this as well; what it needs to log in are settings of its manifest, and the network has the plugin's name.
///
/// ```swift
/// struct Pager: Plugin, ChatNetwork {
///     static let manifest = Manifest<Self>(name: "pager", summary: "Speaks on pagers.", settings: [url])
///
///     func run(_ inbox: ChatInbox) async throws {
///         inbox.report(.connected)
///         for try await page in pages { await inbox.receive(IncomingMessage(page.text, from: page.sender, in: page.room)) }
///     }
///
///     func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? { … }
/// }
/// ```
///
/// The host does what all networks have in common: it keeps the messages of a room in order and within the network's
/// pace, sends again what may be sent again, finds the thread of a subject, and runs a command once.
public protocol ChatNetwork: Sendable {
    /// What its rooms and people are written with: `irc` in `irc:#ops`.
    static var networkName: NetworkName { get }

    /// What it can do.
    static var capabilities: NetworkCapabilities { get }

    /// Connects, keeps connected, and gives what people say to `inbox`, until its task is cancelled. When it returns
    /// before, the person who owns the network has left it, and the bot stops.
    /// - Throws: when the network is lost for good, such as for a revoked token.
    func run(_ inbox: ChatInbox) async throws

    /// Says something in a room, and returns once the network has it. It tries once: the host sends again what
    /// `.transient` and `.rateLimited` allow. It is called for one message of a room at a time.
    /// - Parameters:
    ///   - message: what is said.
    ///   - room: one of this network; its own `network` has no meaning here.
    /// - Returns: the network's identifier of the message; nil where it gives none.
    /// - Throws: why it could not be said.
    func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID?

    /// Puts another text in the place of what the bot said before. Called for networks with `.edits` alone.
    /// - Parameters:
    ///   - id: the earlier message, as `send` returned it.
    ///   - room: the room that it was said in.
    ///   - message: the whole new text.
    /// - Throws: why it could not be changed; the host says the message anew unless it is worth another try.
    func edit(_ id: MessageID, in room: Room, to message: OutgoingMessage) async throws(ChatError)

    /// Shows a reaction beside a person's message; one that stands there already is no error. Called for networks with
    /// `.reactions` alone.
    /// - Parameters:
    ///   - reaction: what is shown.
    ///   - id: the message.
    ///   - room: the room that it was said in.
    /// - Throws: why it could not be shown.
    func react(_ reaction: Reaction, to id: MessageID, in room: Room) async throws(ChatError)

    /// Logs in without hearing anything, for `hark check --connect` and `hark say` beside a bot that runs.
    /// - Returns: who the bot is there, such as `hark in acme`; nil for a network that speaks over the connection of `run`
    ///   alone.
    /// - Throws: why the network does not know the bot, and what to do.
    func identify() async throws(ChatError) -> String?

    /// Looks a room up, for `hark check --connect`, once the network is connected. Nothing is said.
    /// - Parameter room: one of this network, as a setting names it.
    /// - Returns: what an operator should see of it, such as the identifier behind a name.
    /// - Throws: why the bot could not speak there, and what to do.
    func resolve(_ room: Room) async throws(ChatError) -> String

    /// The one name of a room that people may write in several ways, such as `#ops` for `#Ops` where case does not matter.
    /// Messages of one name are kept in order and in their threads. It is found without asking the network.
    /// - Parameter room: one of this network, as a setting or a webhook names it.
    func canonicalName(of room: Room) -> String

    /// What a room shares its pace with (`NetworkCapabilities.pace`): rooms with the same answer are as fast together as
    /// one, such as the topics of a Telegram group. The room's own name unless the network says otherwise; it is found
    /// without asking the network.
    /// - Parameter room: one of this network, by its canonical name.
    func paceGroup(of room: Room) -> String

    /// The room in which the bot talks to a person alone; nil where it cannot.
    func directRoom(of person: Person) -> Room?

    /// Whether the network itself vouches that this person may do everything, as the terminal does for whoever sits at
    /// it.
    func isOwner(_ person: Person) -> Bool
}

extension ChatNetwork {
    public static var capabilities: NetworkCapabilities { NetworkCapabilities() }

    public func edit(_ id: MessageID, in room: Room, to message: OutgoingMessage) async throws(ChatError) {
        throw ChatError(.refused, "\(Self.networkName) cannot change what was said.")
    }

    public func react(_ reaction: Reaction, to id: MessageID, in room: Room) async throws(ChatError) {
        throw ChatError(.refused, "\(Self.networkName) has no reactions.")
    }

    public func identify() async throws(ChatError) -> String? { nil }

    public func resolve(_ room: Room) async throws(ChatError) -> String { room.name }

    public func canonicalName(of room: Room) -> String { room.name }

    public func paceGroup(of room: Room) -> String { room.name }

    public func directRoom(of person: Person) -> Room? { nil }

    public func isOwner(_ person: Person) -> Bool { false }
}

extension ChatNetwork where Self: Plugin {
    public static var networkName: NetworkName { NetworkName(manifest.name) }
}

/// The name of a chat network: that of its plugin.
public struct NetworkName: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// Lower-case letters, digits and `-`.
    public let text: String

    /// The network of a plugin of that name.
    public init(_ text: String) { self.text = text }

    public init(stringLiteral value: String) { self.init(value) }

    public var description: String { text }
}

extension NetworkName {
    /// The name in front of the first colon, and what follows it: `irc` and `#ops` of `irc:#ops`. What looks like no
    /// network's name (a lower-case letter, then lower-case letters, digits and `-`) is part of the rest, as in
    /// `#ops:example.org` or `https://example.org`.
    static func split(_ text: String) -> (network: NetworkName?, rest: String) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return (nil, text) }
        let (name, rest) = (text.utf8[..<colon], text.utf8[colon...].dropFirst())
        guard let first = name.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first),
            name.allSatisfy(\.isNetworkNameByte), !rest.isEmpty, !rest.starts(with: "//".utf8)
        else { return (nil, text) }
        return (NetworkName(String(Substring(name))), String(Substring(rest)))
    }
}

extension UInt8 {
    fileprivate var isNetworkNameByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}

/// Where a network leaves what it hears, and says how its connection is.
public struct ChatInbox: Sendable {
    /// The rooms of this network that any setting of the bot names, for a network where one has to enter a room to hear
    /// what is said in it; each once.
    public let rooms: [Room]

    /// Whether the bot only speaks or looks something up, and may be connected already elsewhere: a network leaves the
    /// bot's name to that connection, and enters no room but to speak there.
    public let isBrief: Bool

    /// How often the network was connected.
    let connections = EventCounter()

    private let onMessage: @Sendable (IncomingMessage) async -> Void
    private let onState: @Sendable (NetworkState) -> Void

    /// An inbox. The host makes one for each network, and so may a network's test.
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

    /// Takes what a person said. Never give it what the bot said itself, what other bots say, changed or old messages.
    ///
    /// It returns when the message has been dealt with on a network with `.immediateSending`; on any other at once, and
    /// the messages of a room are dealt with in their order.
    public func receive(_ message: IncomingMessage) async { await onMessage(message) }

    /// Takes how the connection is; the log gets a line when it changes.
    public func report(_ state: NetworkState) {
        if state == .connected { connections.note() }
        onState(state)
    }
}

/// How often something has happened.
final class EventCounter: Sendable {
    private let state = Mutex(0)

    var count: Int { state.withLock { $0 } }

    func note() { state.withLock { $0 += 1 } }
}

/// How the connection to a network is.
public enum NetworkState: Sendable, Hashable, CustomStringConvertible {
    /// It is being made, for the first time or again.
    case connecting
    /// Messages go both ways.
    case connected
    /// It is lost; the network goes on trying unless it has given up.
    case disconnected(reason: String)

    public var description: String {
        switch self {
        case .connecting: "connecting"
        case .connected: "connected"
        case .disconnected(let reason): "disconnected (\(reason))"
        }
    }
}
