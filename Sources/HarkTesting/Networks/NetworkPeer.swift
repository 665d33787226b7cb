public import Hark

/// The other side of a chat network under test: a real or fake server, and the people in its rooms.
public protocol NetworkPeer: Sendable {
    /// The network under test, which the suite runs.
    var network: any ChatNetwork { get }

    /// A room that the bot is in.
    var room: Room { get }

    /// A room that does not exist.
    var missingRoom: Room { get }

    /// A person for a direct conversation; nil to skip that test.
    var person: Person? { get }

    /// Whether the network only reports messages addressed to the bot.
    var reportsAddressedAlone: Bool { get }

    /// The bot's messages that people have seen since the last `forget`, oldest first.
    func seen() async throws -> [SeenMessage]

    /// Forgets the messages that people have seen.
    func forget() async throws

    /// Sends a message of a person to the room.
    /// - Returns: the message's identifier, if the peer knows it.
    func say(_ text: String, _ manner: Manner) async throws -> MessageID?

    /// Makes the next call of the bot, or its connection, fail.
    func cause(_ fault: PeerFault) async throws
}

extension NetworkPeer {
    public var reportsAddressedAlone: Bool { false }
}

/// How a person sends a message.
public enum Manner: Sendable, Hashable {
    /// To the room.
    case plainly
    /// With the bot's name in front.
    case toTheBot
    /// In a direct conversation.
    case directly
    /// So that the network reports it twice.
    case twice
}

/// A fault at a peer.
public enum PeerFault: Sendable, Hashable {
    /// The next call is refused until this time has passed.
    case tooMany(Duration)
    /// The next call gets a server error.
    case trouble
    /// The next call gets the page of a proxy.
    case page
    /// The next call succeeds, but its response is lost.
    case lostAnswer
    /// The connection on which the bot receives messages is cut.
    case lostConnection
}

/// A message of the bot as people see it.
public struct SeenMessage: Sendable, Hashable {
    /// Its identifier.
    public let id: MessageID
    /// Its text as people read it, without markup.
    public let text: String
    /// Its text as the network stores it, which includes the targets of links.
    public let source: String
    /// The message that starts its thread.
    public let thread: MessageID?
    /// The people who are notified.
    public let pings: [String]
    /// How often it was edited.
    public let editCount: Int
    /// Its reactions.
    public let reactions: [String]

    /// A message.
    public init(
        id: MessageID, text: String, source: String? = nil, thread: MessageID? = nil, pings: [String] = [],
        editCount: Int = 0,
        reactions: [String] = []
    ) {
        self.id = id
        self.text = text
        self.source = source ?? text
        self.thread = thread
        self.pings = pings
        self.editCount = editCount
        self.reactions = reactions
    }
}
