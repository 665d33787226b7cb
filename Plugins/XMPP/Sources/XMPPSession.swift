import HarkEvents
import HarkXML

/// The state of the bot's side of the protocol, without I/O: XML events go in, actions come out. It outlives a lost
/// connection, so that the next one can resume it. Login, rooms, messages, queries and time are in extensions.
struct XMPPSession {
    typealias Instant = ContinuousClock.Instant

    struct Configuration: Sendable {
        var account: XMPPAccount
        var password: Secret
        var nick = XMPPNick.standard.text
        /// Returns a number from 0 up to but not including 1.
        var random: @Sendable () -> Double = { .random(in: 0..<1) }
        /// Returns unpredictable letters and digits.
        var nonce: @Sendable () -> String = {
            (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
        }
    }

    /// An action.
    enum Action {
        /// Bytes for the server, in this order.
        case write([UInt8])
        /// TLS starts, and `secured` is called when it is established; anything else that was received is discarded.
        case startTLS
        /// Hash the password, which takes a while, and pass the result to `receive(salted:at:)`.
        case hash(SCRAM.Hashing)
        /// A new document begins in both directions.
        case restart
        /// Messages go both ways.
        case connected
        /// A person's message was received.
        case receive(IncomingMessage)
        /// A message was sent, or failed.
        case settle(Int, Result<MessageID?, ChatError>)
        /// A log entry for the operator.
        case log(Logger.Level, String)
        /// The connection must be closed.
        case end(ChatError)
    }

    /// The stage of a connection.
    enum Stage {
        case offline
        /// Waiting for the server's features.
        case opening
        case startingTLS
        case securing
        case authenticating(Authentication)
        case binding
        /// Waiting for the answer to enabling stream management or resuming.
        case enabling
        case resuming
        case ready
    }

    /// Longest time until the bot is logged in.
    static let loginTime = Duration.seconds(60)
    /// How long a connection may be silent before the server is pinged, and how long it may take to answer (XEP-0199).
    static let quietTime = Duration.seconds(75)
    static let answerTime = Duration.seconds(30)
    /// The longest interruption after which stored messages are still handled, and the time for the server to deliver
    /// them.
    static let longestCut = Duration.seconds(600)
    static let catchUpTime = Duration.seconds(30)
    /// How long until a domain of wanted rooms is queried again: at first, and at most.
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
    /// Until when the server delivers messages that it stored during a short interruption; nil for never.
    var catchUpEnd: Instant?
    /// The address that the server has assigned to the bot.
    var address: JID
    var management = StreamManagement()
    /// Whether another connection may be using the resource, so that it is not requested.
    var leavesResource = false
    var idCount = 0
    var queries: [String: PendingQuery] = [:]
    /// Whether a domain is a service for rooms, if known.
    var domains = BoundedMap<String, Bool>(limit: 200)
    /// When domains of wanted rooms are queried again, and the wait after that.
    var domainRetryTime: Instant?
    var domainRetryWait = Self.firstDomainRetry
    /// Why a domain did not answer, as logged.
    var domainComplaints = BoundedMap<String, String>(limit: 200)
    var rooms = RoomStates()
    /// Rooms to join whose domains are not known yet.
    var wanted: [(name: String, jid: JID)] = []
    /// The folded addresses of `wanted`. Information from any other room is not trusted.
    var wantedAddresses: Set<String> = []
    /// The folded addresses of those who have sent direct messages. They are people, whatever their domain claims.
    var people = BoundedSet<String>(limit: 2000)
    var pending: [Int: PendingMessage] = [:]
    /// The senders of the latest messages, for replies to them.
    var authors = BoundedMap<String, String>(limit: 500)
    /// Identifiers chosen by senders, by the bot's own replacements.
    var chosenIDs = BoundedMap<String, String>(limit: 500)
    var generatedCount = 0
    /// The prefix of the bot's own identifiers, which differs for each run.
    let generatedPrefix: String

    /// A session that is not connected.
    init(_ configuration: Configuration, at now: Instant) {
        self.configuration = configuration
        self.now = now
        start = now
        lastReceived = now
        lastStanza = now
        address = configuration.account.jid
        generatedPrefix = configuration.nonce()
    }

    var isReady: Bool { if case .ready = stage { true } else { false } }
    var isOffline: Bool { if case .offline = stage { true } else { false } }

    /// Returns the actions since the last call.
    mutating func takeActions() -> [Action] {
        defer { actions = [] }
        return actions
    }

    // MARK: The connection

    /// A connection was opened.
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

    /// TLS is established: everything that the server said before is discarded.
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
            // The server may still be asked about it after resuming, so it waits.
            if message.isSent, management.canResume { continue }
            lose(id, error)
        }
        if !management.canResume { management.end() }
    }

    /// Leaves all rooms and the server permanently.
    mutating func quit(_ error: ChatError) {
        if isReady { actions.append(.write(Array("<presence type='unavailable'/>".utf8))) }
        closeStream()
        management.end()
        disconnect(error, at: now)
    }

    /// - Parameter isSilent: whether the server is not notified, so that it keeps the session for a while.
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

    // MARK: Receiving

    /// Handles an event of the server's stream.
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

    // MARK: Sending

    /// Writes an element that is not a stanza.
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

    /// An identifier that is unique within the session.
    mutating func nextID() -> String {
        idCount += 1
        return "hark-\(idCount)"
    }
}
