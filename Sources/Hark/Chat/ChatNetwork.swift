/// A chat network on which the bot sends and receives messages: the terminal, IRC, Slack. A plugin becomes one by
/// conforming to this as well; what it needs to log in are settings of its manifest, and the network has the plugin's
/// name.
///
/// ```swift
/// struct Pager: Plugin, ChatNetwork {
///     static let manifest = Manifest<Self>(name: "pager", summary: "Sends to pagers.", settings: [url])
///
///     func run(_ inbox: ChatInbox) async throws {
///         try await inbox.stayConnected(clock) {
///             let pages = try await connect()
///             inbox.report(.connected)
///             for try await page in pages {
///                 await inbox.receive(IncomingMessage(page.text, from: page.sender, in: page.room))
///             }
///         }
///     }
///
///     func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? { … }
/// }
/// ```
///
/// The host does what all networks have in common: it keeps the messages of a room in order and within the network's
/// rate limit, retries where that is safe, finds the thread of a subject, and runs each command once.
public protocol ChatNetwork: Sendable {
    /// The network's name in front of rooms and people: `irc` in `irc:#ops`.
    static var networkName: NetworkName { get }

    /// What it can do.
    static var capabilities: NetworkCapabilities { get }

    /// Connects, stays connected, and passes what people write to `inbox`, until its task is cancelled. If it returns
    /// earlier, the person who owns the network has left it, and the bot stops. Where several machines share a store,
    /// it may be called again after its task was cancelled.
    /// - Throws: when the network cannot be connected any more, for example because the token was revoked.
    func run(_ inbox: ChatInbox) async throws

    /// Sends a message to a room, and returns once the network has accepted it. It tries once: the host retries after
    /// `.transient` and `.rateLimited`. For each room, one call runs at a time.
    /// - Parameters:
    ///   - message: the message.
    ///   - room: a room of this network; its `network` property has no meaning here.
    /// - Returns: the network's identifier of the message; nil if it has none.
    /// - Throws: why the message could not be sent.
    func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID?

    /// Replaces the text of a message that the bot sent before. Called only for networks with `.edits`.
    /// - Parameters:
    ///   - id: the earlier message, as `send` returned it.
    ///   - room: the room that the message was sent to.
    ///   - message: the whole new text.
    /// - Throws: why the message could not be changed; the host sends it as a new one unless a retry may succeed.
    func edit(_ id: MessageID, in room: Room, to message: OutgoingMessage) async throws(ChatError)

    /// Adds a reaction to a person's message; one that is there already is not an error. Called only for networks with
    /// `.reactions`.
    /// - Parameters:
    ///   - reaction: the reaction.
    ///   - id: the message.
    ///   - room: the room of the message.
    /// - Throws: why the reaction could not be added.
    func react(_ reaction: Reaction, to id: MessageID, in room: Room) async throws(ChatError)

    /// Logs in without receiving messages, for `hark check --connect` and `hark say` beside a running bot.
    /// - Returns: the account of the bot, such as `hark in acme`; nil for a network that can send only over the
    ///   connection that `run` opens.
    /// - Throws: why the network does not accept the bot, and how to fix it.
    func identify() async throws(ChatError) -> String?

    /// Looks a room up for `hark check --connect`, once the network is connected. Nothing is sent to the room.
    /// - Parameter room: a room of this network, as a setting names it.
    /// - Returns: what an operator should know about the room, such as the identifier behind its name.
    /// - Throws: why the bot could not send to the room, and how to fix it.
    func resolve(_ room: Room) async throws(ChatError) -> String

    /// The canonical name of a room that people may write in several ways, such as `#ops` for `#Ops` where case does
    /// not matter. Messages to one canonical name share their order and their threads. It is computed without asking
    /// the network.
    /// - Parameter room: a room of this network, as a setting or a webhook names it.
    func canonicalName(of room: Room) -> String

    /// The group of rooms that share one pace (`NetworkCapabilities.pace`): rooms with the same answer are together as
    /// fast as one room, such as the topics of a Telegram group. By default the room's own name. It is computed without
    /// asking the network.
    /// - Parameter room: a room of this network, by its canonical name.
    func paceGroup(of room: Room) -> String

    /// The room for direct messages with a person; nil if there can be none.
    func directRoom(of person: Person) -> Room?

    /// Whether the network itself guarantees that this person may do everything, as the terminal does for its user.
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

extension ChatNetwork {
    /// Whether a person is on this network, or on none that is named: others can only be shown by name.
    public static func isOwn(_ person: Person) -> Bool { person.network == nil || person.network == networkName }
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
    /// Splits at the first colon: `irc` and `#ops` of `irc:#ops`. A prefix that is not a valid network name (a
    /// lower-case letter, then lower-case letters, digits and `-`) belongs to the rest, as in `#ops:example.org` or
    /// `https://example.org`.
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
