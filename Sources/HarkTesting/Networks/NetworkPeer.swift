public import Hark

/// The other side of a chat network under test: a real or fake server, and the people in its rooms.
///
/// The suite skips the checks that a peer does not support, and reports them: see `manners`, `canCause(_:)` and the
/// optional properties and results.
public protocol NetworkPeer: Sendable {
    /// The network under test. The suite runs it.
    var network: any ChatNetwork { get }

    /// A room that the bot is in.
    var room: Room { get }

    /// A room that does not exist.
    var missingRoom: Room { get }

    /// A room that the bot can neither join nor send to; nil if there is none.
    var closedRoom: Room? { get }

    /// The ways in which people can send messages; empty if the bot receives none.
    var manners: Set<Manner> { get }

    /// Whether the network keeps messages that were sent before the bot connects. The bot must not receive them.
    var keepsHistory: Bool { get }

    /// Whether the network reports only messages to the bot, so that every message it receives is addressed to it.
    var reportsAddressedAlone: Bool { get }

    /// Whether `SeenMessage.pings` contains the people whom the bot mentions.
    var showsMentions: Bool { get }

    /// The bot's tokens, which no error may contain.
    var secrets: [String] { get }

    /// The messages of the bot that people have seen since the last `forget()`, oldest first.
    func seen() async throws -> [SeenMessage]

    /// Forgets the messages that people have seen.
    func forget() async throws

    /// Sends a message as a person in the room.
    /// - Returns: the message's identifier; nil if the peer does not know it.
    func send(_ text: String, _ manner: Manner) async throws -> MessageID?

    /// The reactions to a person's message.
    /// - Parameter id: the identifier that `send(_:_:)` returned.
    /// - Returns: the reactions; nil if the peer does not know them.
    func reactions(to id: MessageID) async throws -> [String]?

    /// Whether `cause(_:)` supports a fault.
    func canCause(_ fault: PeerFault) -> Bool

    /// Makes the bot's next message fail, or its connection.
    func cause(_ fault: PeerFault) async throws
}

extension NetworkPeer {
    public var closedRoom: Room? { nil }
    public var manners: Set<Manner> { Set(Manner.allCases) }
    public var keepsHistory: Bool { true }
    public var reportsAddressedAlone: Bool { false }
    public var showsMentions: Bool { true }
    public var secrets: [String] { [] }
    public func reactions(to id: MessageID) async throws -> [String]? { nil }
    public func canCause(_ fault: PeerFault) -> Bool { true }
}

/// How a person sends a message.
public enum Manner: Sendable, Hashable, CaseIterable {
    /// To everyone in the room.
    case plainly
    /// Addressed to the bot, with its name in front.
    case toTheBot
    /// To the bot, as a direct message.
    case directly
    /// As a message that the network delivers twice.
    case twice
    /// As an edit of a harmless message that they sent just before.
    case asAnEdit
    /// As another bot.
    case asABot
}

/// A fault that a peer causes.
public enum PeerFault: Sendable, Hashable {
    /// The next message is rate limited: the server refuses it until this time has passed.
    case tooMany(Duration)
    /// The server responds to the next message with a server error.
    case trouble
    /// A proxy responds to the next message with a web page.
    case page
    /// The server accepts the next message, but its response is lost.
    case lostAnswer
    /// The server refuses the next message because the bot's token was revoked.
    case revokedToken
    /// The connection on which the bot receives messages is cut.
    case lostConnection
}

/// A message of the bot as people see it.
public struct SeenMessage: Sendable, Hashable {
    /// Its identifier.
    public let id: MessageID
    /// Its text as people see it, without markup.
    public let text: String
    /// Its text as the network transmits it, with the targets of links.
    public let source: String
    /// The first message of its thread; nil if it is in none.
    public let thread: MessageID?
    /// The people and groups that it notifies.
    public let pings: [String]
    /// The number of edits.
    public let editCount: Int

    /// A message.
    public init(
        id: MessageID, text: String, source: String? = nil, thread: MessageID? = nil, pings: [String] = [],
        editCount: Int = 0
    ) {
        self.id = id
        self.text = text
        self.source = source ?? text
        self.thread = thread
        self.pings = pings
        self.editCount = editCount
    }
}
