public import Hark

/// The other side of a chat network under test: a real server or a fake of one, and the people in its rooms.
///
/// What a peer cannot play is left out by the suite, and said: of `manners`, `canCause` and what may be nil.
public protocol NetworkPeer: Sendable {
    /// The network, which the suite runs.
    var network: any ChatNetwork { get }

    /// A room that the bot is in.
    var room: Room { get }

    /// A room that there is not.
    var missingRoom: Room { get }

    /// A room that lets the bot neither in nor speak; nil where there is none.
    var closedRoom: Room? { get }

    /// How people can say something here; nothing where the bot hears nobody.
    var manners: Set<Manner> { get }

    /// Whether somebody may say something before the bot is there, which the network knows afterwards.
    var keepsHistory: Bool { get }

    /// Whether the network reports what is said to the bot alone, so that whatever it hears is addressed to it.
    var reportsAddressedAlone: Bool { get }

    /// Whether `SeenMessage.pings` has those whom the bot mentions.
    var showsMentions: Bool { get }

    /// What must stand in no error: the bot's tokens.
    var secrets: [String] { get }

    /// What people have seen of the bot since the last `forget`, oldest first.
    func seen() async throws -> [SeenMessage]

    /// Forgets what people have seen.
    func forget() async throws

    /// A person says something in the room.
    /// - Returns: the message's identifier, where the peer knows it.
    func say(_ text: String, _ manner: Manner) async throws -> MessageID?

    /// What stands beside a person's message, as `say` returned it; nil where the peer does not know.
    func reactions(to id: MessageID) async throws -> [String]?

    /// Whether it can do what `cause` is to do.
    func canCause(_ fault: PeerFault) -> Bool

    /// Has the next message of the bot go wrong, or the connection.
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

/// How somebody says something.
public enum Manner: Sendable, Hashable, CaseIterable {
    /// To everybody.
    case plainly
    /// With the bot's name in front.
    case toTheBot
    /// To the bot alone.
    case directly
    /// In such a way that the network reports it twice.
    case twice
    /// As a change of something harmless that they said just before.
    case asAnEdit
    /// As another bot.
    case asABot
}

/// What goes wrong at a peer.
public enum PeerFault: Sendable, Hashable {
    /// The next message is refused until this time has passed.
    case tooMany(Duration)
    /// The next message is answered with a server's error.
    case trouble
    /// The next message is answered by a proxy's page.
    case page
    /// The next message is taken, and the answer is lost.
    case lostAnswer
    /// The next message is refused because the bot's token is not known any more.
    case revokedToken
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
