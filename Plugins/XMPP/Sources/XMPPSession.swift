import HarkEvents
import HarkXML

/// The bot's side of the protocol without the connection: what a stream of XML says goes in, and what has to be done
/// comes out. It lives on when a connection is lost, so that the next one can take its place. What concerns the
/// login, rooms, messages, queries and time is in extensions.
struct XMPPSession {
    typealias Instant = ContinuousClock.Instant

    struct Configuration: Sendable {
        var account: XMPPAccount
        var password: Secret
        var nick = XMPPNick.standard.text
        /// A number from 0 up to 1.
        var random: @Sendable () -> Double = { .random(in: 0..<1) }
        /// Letters and digits that nobody can guess.
        var nonce: @Sendable () -> String = {
            (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
        }
    }

    /// What has to be done.
    enum Action {
        /// Bytes for the server, in this order.
        case write([UInt8])
        /// TLS begins, and `secured` is called when it stands; whatever else has come is thrown away.
        case startTLS
        /// The password is to be hashed, which takes a while; `receive(salted:at:)` gets the result.
        case hash(SCRAM.Hashing)
        /// A new document begins in both directions.
        case restart
        /// Messages go both ways.
        case connected
        /// Somebody said something.
        case hear(IncomingMessage)
        /// A message is said, or will not be.
        case settle(Int, Result<MessageID?, ChatError>)
        /// Something that an operator should know.
        case log(Logger.Level, String)
        /// The connection is of no more use.
        case end(ChatError)
    }

    /// How far a connection is.
    enum Stage {
        case offline
        /// The server is to say what it offers.
        case opening
        case startingTLS
        case securing
        case authenticating(Authentication)
        case binding
        /// The server is asked to count stanzas, or to take up what was lost.
        case enabling
        case resuming
        case ready
    }

    /// Longest time until the bot is logged in.
    static let loginTime = Duration.seconds(60)
    /// Time without anything after which the server is asked whether it is there, and its time to answer (XEP-0199).
    static let quietTime = Duration.seconds(75)
    static let answerTime = Duration.seconds(30)
    /// The longest cut after which what the server has kept back is still run, and its time to send that.
    static let longestCut = Duration.seconds(600)
    static let catchUpTime = Duration.seconds(30)
    /// How long until a domain of wanted rooms that gave no answer is asked again: at first, and at most.
    static let firstDomainRetry = Duration.seconds(30)
    static let longestDomainRetry = Duration.seconds(600)

    let configuration: Configuration
    var now: Instant
    var actions: [Action] = []
    var stage = Stage.offline
    private(set) var isSecure = false
    var isAuthenticated = false
    var offersManagement = false
    private(set) var start: Instant
    private(set) var lastReceived: Instant
    var pingTime: Instant?
    private(set) var lastStanza: Instant
    /// Until when the server sends again what it has kept back during a short cut; nil for never.
    var catchUpEnd: Instant?
    /// The address that the server has given the bot.
    var address: JID
    var management = StreamManagement()
    /// Whether a connection that runs already may have the resource: then it is not asked for.
    var leavesResource = false
    var idCount = 0
    var queries: [String: PendingQuery] = [:]
    /// What is known of a domain: whether it is one of rooms.
    var domains = BoundedMap<Bool>(limit: 200)
    /// When domains of wanted rooms that gave no answer are asked again, and how long to wait the next time.
    var domainRetryTime: Instant?
    var domainRetryWait = Self.firstDomainRetry
    /// Why a domain gave no answer, as the log has it.
    var domainComplaints = BoundedMap<String>(limit: 200)
    var rooms = RoomBook()
    /// Rooms that the bot is to be in, of which it is not known yet whether they are rooms.
    var wanted: [(name: String, jid: JID)] = []
    /// By folded address: those of `wanted`. Of a room that nobody has set up, nothing is believed.
    var wantedAddresses: Set<String> = []
    /// By folded address: who has talked to the bot directly. They are people, whatever their domain says of itself.
    var people = BoundedMap<Bool>(limit: 2000)
    var pending: [Int: PendingMessage] = [:]
    /// Who said the latest messages, for answers to them.
    var authors = BoundedMap<String>(limit: 500)
    /// Identifiers that senders chose, by the bot's own ones in their place.
    var chosenIDs = BoundedMap<String>(limit: 500)
    var heardCount = 0
    /// Begins the bot's own identifiers, so that none is one of another run.
    let heardPrefix: String

    /// A session that is not connected.
    init(_ configuration: Configuration, at now: Instant) {
        self.configuration = configuration
        self.now = now
        start = now
        lastReceived = now
        lastStanza = now
        address = configuration.account.jid
        heardPrefix = configuration.nonce()
    }

    var isReady: Bool { if case .ready = stage { true } else { false } }
    var isOffline: Bool { if case .offline = stage { true } else { false } }

    /// Takes what has to be done since the last call.
    mutating func takeActions() -> [Action] {
        defer { actions = [] }
        return actions
    }

    // MARK: The connection

    /// There is a connection.
    /// - Parameter isSecure: whether it has TLS.
    mutating func connect(isSecure: Bool, at now: Instant) {
        self.now = now
        start = now
        lastReceived = now
        pingTime = nil
        catchUpEnd = nil
        self.isSecure = isSecure
        isAuthenticated = false
        offersManagement = false
        openStream()
    }

    /// TLS stands: whatever the server said before counts for nothing.
    mutating func secured(at now: Instant) {
        self.now = now
        guard case .securing = stage else { return }
        isSecure = true
        openStream()
    }

    /// The connection is lost.
    mutating func disconnect(_ error: ChatError, at now: Instant) {
        self.now = now
        stage = .offline
        queries = [:]
        domainRetryTime = nil
        domainRetryWait = Self.firstDomainRetry
        for (id, message) in pending.sorted(by: { $0.key < $1.key }) {
            // What the server may still be asked about waits.
            if message.isSent, management.canResume { continue }
            lose(id, error)
        }
        if !management.canResume { management.end() }
    }

    /// Leaves all rooms and the server for good.
    mutating func quit(_ error: ChatError) {
        if isReady { actions.append(.write(Array("<presence type='unavailable'/>".utf8))) }
        closeStream()
        management.end()
        disconnect(error, at: now)
    }

    /// - Parameter isSilent: whether the server is not told, so that it keeps the session for a while.
    mutating func end(_ error: ChatError, isSilent: Bool = false) {
        guard !isOffline else { return }
        if !isSilent { closeStream() }
        stage = .offline
        actions.append(.end(error))
    }

    mutating func openStream() {
        stage = .opening
        let domain = XMLElement.escaped(configuration.account.jid.domain)
        let header =
            "<?xml version='1.0'?><stream:stream xmlns='\(Namespace.client)' xmlns:stream='\(Namespace.stream)' "
            + "to='\(domain)' version='1.0' xml:lang='en'>"
        actions.append(.write(Array(header.utf8)))
    }

    private mutating func closeStream() {
        switch stage {
        case .offline, .securing: break
        default: actions.append(.write(Array("</stream:stream>".utf8)))
        }
    }

    // MARK: What comes

    /// Takes what the server says.
    mutating func receive(_ event: XMLStreamParser.Event, at now: Instant) {
        self.now = now
        lastReceived = now
        pingTime = nil
        if case .securing = stage {
            return end(ChatError(.transient, "The server goes on without TLS after it has agreed to it."))
        }
        guard !isOffline else { return }
        switch event {
        case .opened(let root):
            guard root.isNamed("stream", in: Namespace.stream) else {
                return end(ChatError(.transient, "The server does not speak XMPP. Check HARK_XMPP_SERVER."))
            }
        case .closed: end(ChatError(.transient, "The server has closed the connection."))
        case .element(let element):
            if element.isNamed("error", in: Namespace.stream) { return end(StanzaError.ending(of: element)) }
            receive(element)
        }
    }

    private mutating func receive(_ element: XMLElement) {
        switch stage {
        case .offline, .securing: break
        case .opening: if element.isNamed("features", in: Namespace.stream) { receiveFeatures(element) }
        case .startingTLS:
            guard element.namespace == Namespace.tls else { return }
            guard element.name == "proceed" else {
                return end(ChatError(.transient, "The server does not begin TLS, though it offered to."))
            }
            stage = .securing
            actions.append(.startTLS)
        case .authenticating(let authentication): proceed(authentication, element)
        case .binding: receiveAddress(element)
        case .enabling:
            guard element.namespace == Namespace.management else { return }
            management.receiveAnswer(element)
            becomeReady()
        case .resuming:
            guard element.namespace == Namespace.management else { return }
            receiveResumption(element)
        case .ready:
            if element.namespace == Namespace.management { return receiveCount(element) }
            guard element.namespace == Namespace.client else { return }
            receiveStanza(element)
        }
    }

    private mutating func receiveStanza(_ stanza: XMLElement) {
        lastStanza = now
        if management.isOn, ["message", "presence", "iq"].contains(stanza.name) { management.noteReceived() }
        switch stanza.name {
        case "message": receiveMessage(stanza)
        case "presence": receivePresence(stanza)
        case "iq": receiveQuery(stanza)
        default: break
        }
        tickRooms()
    }

    // MARK: What goes

    /// Writes what is no stanza.
    mutating func write(_ element: XMLElement) {
        actions.append(.write(Array(element.serialized(in: Namespace.client).utf8)))
    }

    /// Writes a stanza, which the server counts.
    /// - Parameter message: the message in it.
    mutating func send(_ stanza: XMLElement, message: Int? = nil) {
        let xml = stanza.serialized(in: Namespace.client)
        actions.append(.write(Array(xml.utf8)))
        if management.noteSent(xml, message: message) { write(XMLElement("r", in: Namespace.management)) }
        if management.isFull {
            end(ChatError(.transient, "The server does not count what the bot sends."))
        }
    }

    /// An identifier that no other stanza of the session has.
    mutating func nextID() -> String {
        idCount += 1
        return "hark-\(idCount)"
    }
}
