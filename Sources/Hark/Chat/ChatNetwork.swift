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
///     func send(_ message: Message, to room: Room) async throws(ChatError) -> MessageID? { … }
/// }
/// ```
public protocol ChatNetwork: Sendable {
    /// What its rooms and people are written with: `irc` in `irc:#ops`.
    static var networkName: NetworkName { get }

    /// Connects, keeps connected, and gives what people say to `inbox`, until its task is cancelled. When it returns
    /// before, the person who owns the network has left it, and the bot stops.
    /// - Throws: when the network is lost for good, such as for a revoked token.
    func run(_ inbox: ChatInbox) async throws

    /// Says something in a room, and returns once the network has it.
    /// - Parameters:
    ///   - message: what is said, no longer than `Message.limit` bytes.
    ///   - room: one of this network; its own `network` has no meaning here.
    /// - Returns: the network's identifier of the message; nil where it gives none.
    /// - Throws: why it could not be said.
    func send(_ message: Message, to room: Room) async throws(ChatError) -> MessageID?

    /// Whether the network itself vouches that this person may do everything, as the terminal does for whoever sits at
    /// it.
    func isOwner(_ person: Person) -> Bool
}

extension ChatNetwork {
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
    private let onMessage: @Sendable (IncomingMessage) async -> Void
    private let onState: @Sendable (NetworkState) -> Void

    /// An inbox. The host makes one for each network, and so may a network's test.
    public init(
        onMessage: @escaping @Sendable (IncomingMessage) async -> Void,
        onState: @escaping @Sendable (NetworkState) -> Void = { _ in }
    ) {
        self.onMessage = onMessage
        self.onState = onState
    }

    /// Takes what a person said, and returns when it has been dealt with. Never give it what the bot said itself, what
    /// other bots say, or old messages.
    public func receive(_ message: IncomingMessage) async { await onMessage(message) }

    /// Takes how the connection is; the log gets a line when it changes.
    public func report(_ state: NetworkState) { onState(state) }
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
