public import Hark

/// The other side of a chat network under test: a real server or a fake of one, and the people in its rooms.
public protocol NetworkPeer: Sendable {
    /// The network, which the suite runs.
    var network: any ChatNetwork { get }

    /// A room that the bot is in.
    var room: Room { get }

    /// A room that there is not.
    var missingRoom: Room { get }

    /// Whether somebody may say something before the bot is there, which the network knows afterwards.
    var keepsHistory: Bool { get }

    /// Whether the network reports what is said to the bot alone, so that whatever it hears is addressed to it.
    var reportsAddressedAlone: Bool { get }

    /// What people have seen of the bot since the last `forget`, oldest first.
    func seen() async throws -> [SeenMessage]

    /// Forgets what people have seen.
    func forget() async throws

    /// A person says something in the room.
    /// - Returns: the message's identifier, where the peer knows it.
    func say(_ text: String, _ manner: Manner) async throws -> MessageID?

    /// Has the next call of the bot go wrong, or the connection.
    func cause(_ fault: PeerFault) async throws
}

extension NetworkPeer {
    public var keepsHistory: Bool { true }
    public var reportsAddressedAlone: Bool { false }
}

/// How somebody says something.
public enum Manner: Sendable, Hashable {
    /// To everybody.
    case plainly
    /// With the bot's name in front.
    case toTheBot
    /// To the bot alone.
    case directly
    /// In such a way that the network reports it twice.
    case twice
}

/// What goes wrong at a peer.
public enum PeerFault: Sendable, Hashable {
    /// The next call is refused until this time has passed.
    case tooMany(Duration)
    /// The next call is answered with a server's error.
    case trouble
    /// The next call is answered by a proxy's page.
    case page
    /// The next call is done, and its answer is lost.
    case lostAnswer
    /// The connection that the bot listens on is cut.
    case lostConnection
}

/// A message of the bot as people see it.
public struct SeenMessage: Sendable, Hashable {
    /// Its identifier.
    public let id: MessageID
    /// Its text as it is read, without markup.
    public let text: String
    /// Its text as the network carries it, where a link's target stands.
    public let source: String
    /// The message that begins its thread.
    public let thread: MessageID?
    /// Who is notified of it.
    public let pings: [String]
    /// How often it was changed.
    public let editCount: Int
    /// The reactions beside it.
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
