import HarkEvents
import HarkTesting
import HarkXML
import XCTest

@testable import XMPPPlugin

/// A session that a test plays the server for.
struct XMPPSessionScript {
    var session: XMPPSession
    var now = ContinuousClock.Instant.now
    /// Everything that came out, but for what was written.
    private(set) var actions: [XMPPSession.Action] = []
    private var unread: [String] = []

    static let room = "ops@muc.test"

    init(_ configuration: XMPPSession.Configuration? = nil, isSecure: Bool = true) throws {
        let account = try XMPPAccount(settingText: "hark@lab.test")
        session = XMPPSession(
            configuration
                ?? .init(account: account, password: Secret("pencil"), random: { 0 }, nonce: { "nonce" }),
            at: now)
        session.connect(isSecure: isSecure, at: now)
        collect()
    }

    /// One that is logged in.
    static func ready(management: Bool = false, rooms: [String] = []) throws -> XMPPSessionScript {
        var script = try XMPPSessionScript()
        for room in rooms { script.session.want(try XCTUnwrap(JID(room)), named: room) }
        try script.logIn(management: management)
        script.actions = []
        return script
    }

    /// One that is in the room, which shows no accounts.
    static func inside(management: Bool = false, features: [String] = ["urn:xmpp:sid:0", "urn:xmpp:occupant-id:0"])
        throws -> XMPPSessionScript
    {
        var script = try ready(management: management, rooms: [room])
        try script.tellDomain()
        try script.enter(features: features)
        _ = script.written()
        script.actions = []
        return script
    }

    /// The login over TLS with PLAIN, up to the bot's presence.
    mutating func logIn(management: Bool = false) throws {
        try receive(open, Self.plain)
        try receive("<success xmlns='\(Namespace.sasl)'/>", open, features(management: management))
        try bind(management: management)
    }

    mutating func bind(management: Bool) throws {
        try receive(
            "<iq type='result' id='bind'><bind xmlns='\(Namespace.bind)'><jid>hark@lab.test/x1</jid></bind></iq>")
        if management {
            try receive("<enabled xmlns='\(Namespace.management)' id='sm1' resume='true'/>")
        }
    }

    let open = "<stream/>"

    /// What a server offers that knows PLAIN alone.
    static let plain =
        "<stream:features><mechanisms xmlns='\(Namespace.sasl)'><mechanism>PLAIN</mechanism></mechanisms>"
        + "</stream:features>"

    func features(management: Bool) -> String {
        "<stream:features><bind xmlns='\(Namespace.bind)'/>"
            + (management ? "<sm xmlns='\(Namespace.management)'/>" : "") + "</stream:features>"
    }

    /// The domain of the rooms says what it is.
    mutating func tellDomain(category: String = "conference") throws {
        let id = try XCTUnwrap(id(of: "to='muc.test'"))
        try receive(
            "<iq type='result' from='muc.test' id='\(id)'><query xmlns='\(Namespace.discovery)'>"
                + "<identity category='\(category)' type='text'/></query></iq>")
    }

    mutating func enter(codes: [Int] = [], features: [String] = [], room: String = XMPPSessionScript.room) throws {
        try receive(presence(room, "ada"), presence(room, "hark", codes: [110] + codes))
        try receive("<message from='\(room)' type='groupchat'><subject/></message>")
        if let id = id(of: "to='\(room)' type='get'") {
            let list = features.map { "<feature var='\($0)'/>" }.joined()
            try receive(
                "<iq type='result' from='\(room)' id='\(id)'><query xmlns='\(Namespace.discovery)'>\(list)</query></iq>"
            )
        }
    }

    func presence(
        _ room: String = XMPPSessionScript.room, _ nick: String, type: String? = nil, codes: [Int] = [],
        item: String = "",
        more: String = ""
    ) -> String {
        "<presence from='\(room)/\(nick)'\(type.map { " type='\($0)'" } ?? "")><x xmlns='\(Namespace.mucUser)'>"
            + "<item affiliation='none' role='participant'\(item)/>\(more)"
            + codes.map { "<status code='\($0)'/>" }.joined() + "</x></presence>"
    }

    func refusal(_ kind: String, from: String, id: String = "", type: String = "cancel", _ condition: String) -> String
    {
        "<\(kind) from='\(from)' id='\(id)' type='error'><error type='\(type)'>"
            + "<\(condition) xmlns='\(Namespace.stanzaErrors)'/></error></\(kind)>"
    }

    /// Takes elements, each as the server would send it.
    mutating func receive(_ elements: String...) throws {
        for element in elements {
            if element == open {
                session.receive(.opened(XMLElement("stream", in: Namespace.stream)), at: now)
            } else {
                session.receive(.element(try Self.parsed(element)), at: now)
            }
            collect()
        }
    }

    mutating func close() {
        session.receive(.closed, at: now)
        collect()
    }

    static func parsed(_ text: String) throws -> XMLElement {
        let parser = try XMLStreamParser()
        let header = "<stream:stream xmlns='\(Namespace.client)' xmlns:stream='\(Namespace.stream)'>"
        let events = try parser.parse(Array((header + text).utf8))
        guard case .element(let element)? = events.last else { throw XMLStreamError.malformed(reason: text) }
        return element
    }

    mutating func pass(_ seconds: Double) {
        now += .seconds(seconds)
        session.tick(now)
        collect()
    }

    mutating func send(
        _ text: ChatText, id: Int = 1, to target: String = XMPPSessionScript.room, replyTo: MessageID? = nil
    ) throws {
        try begin(id, .text(OutgoingMessage(text, replyTo: replyTo, key: "key\(id)")), to: target)
    }

    mutating func begin(_ id: Int, _ content: PendingMessage.Content, to target: String = XMPPSessionScript.room) throws
    {
        session.begin(id, content, to: try XCTUnwrap(JID(target)), named: target, at: now)
        collect()
    }

    mutating func lose() {
        session.disconnect(ChatError(.transient, "lost"), at: now)
        collect()
    }

    mutating func connect() {
        session.connect(isSecure: true, at: now)
        collect()
    }

    /// What was written since the last call.
    mutating func written() -> [String] {
        defer { unread = [] }
        return unread
    }

    /// The identifier of the latest unread stanza that has this in it.
    func id(of part: String) -> String? {
        guard let stanza = unread.last(where: { $0.contains(part) }) else { return nil }
        let start = stanza.firstRange(of: " id='")?.upperBound
        return start.map { String(stanza[$0...].prefix { $0 != "'" }) }
    }

    /// A message of the bot as the room sends it back.
    static func reflection(_ id: String, nick: String = "hark") -> String {
        "<message from='\(room)/\(nick)' to='hark@lab.test/x1' type='groupchat' id='\(id)'><body>hi</body>"
            + "<stanza-id xmlns='\(Namespace.identifiers)' by='\(room)' id='s1'/></message>"
    }

    /// What was received so far.
    var received: [IncomingMessage] {
        actions.compactMap { action in if case .receive(let message) = action { message } else { nil } }
    }

    /// How messages ended so far.
    var results: [Int: Result<MessageID?, ChatError>] {
        actions.reduce(into: [:]) { results, action in
            if case .settle(let id, let result) = action { results[id] = result }
        }
    }

    /// Why the connection ends; nil while it does not.
    var ending: ChatError? {
        actions.compactMap { action in if case .end(let error) = action { error } else { nil } }.first
    }

    var log: [String] {
        actions.compactMap { action in if case .log(_, let text) = action { text } else { nil } }
    }

    func has(_ isIt: (XMPPSession.Action) -> Bool) -> Bool { actions.contains(where: isIt) }

    func error(of id: Int = 1) -> ChatError? {
        if case .failure(let error)? = results[id] { error } else { nil }
    }

    func success(of id: Int = 1) -> MessageID? {
        if case .success(let message)? = results[id] { message } else { nil }
    }

    mutating func collect() {
        for action in session.takeActions() {
            guard case .write(let bytes) = action else {
                actions.append(action)
                continue
            }
            unread.append(String(decoding: bytes, as: UTF8.self))
        }
    }
}
