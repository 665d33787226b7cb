import HarkClient
public import HarkEvents
import HarkTLS

/// Connects the bot to XMPP: it sends messages to rooms and people, and receives commands.
public struct XMPP: Plugin, ChatNetwork {
    static let jid = Setting<XMPPAccount>("HARK_XMPP_JID", help: "The bot's address, such as hark@example.org.")
    static let password = Setting<Secret>("HARK_XMPP_PASSWORD", help: "The password of the bot's account.")
    static let server = Setting<XMPPServer?>(
        "HARK_XMPP_SERVER",
        help: "The server, where it is not the address's domain: chat.example.org, with a port where it is not 5222, "
            + "or xmpps://… for TLS from the first byte.")
    static let nick = Setting<XMPPNick>("HARK_XMPP_NICK", default: .standard, help: "The bot's nick in rooms.")

    public static let manifest = Manifest<Self>(
        name: "xmpp", summary: "Sends and receives messages in rooms of XMPP.", settings: [jid, password, server, nick])

    public static let capabilities = NetworkCapabilities(
        [.directMessages, .edits, .reactions], longestText: .bytes(XMPPText.limit),
        pace: Pace(burst: 5, interval: .milliseconds(500)))

    let client: XMPPClient

    public init(_ context: PluginContext) throws {
        let settings = context.settings
        let account = try settings[Self.jid]
        let configuration = XMPPSession.Configuration(
            account: account, password: try settings[Self.password], nick: try settings[Self.nick].text)
        let domain = account.jid.domain
        let server = try settings[Self.server] ?? XMPPServer(host: domain)
        var tls = context.webSockets.tls
        // With STARTTLS, the stream itself names the protocol.
        if server.startsWithTLS { tls.applicationProtocols = ["xmpp-client"] }
        var stream = context.webSockets.stream
        stream.writeTimeout = .seconds(10)
        let (security, streams) = (tls, stream)
        client = XMPPClient(
            configuration, startsWithTLS: server.startsWithTLS, clock: context.clock, logger: context.logger
        ) {
            let connection = try await StreamConnection.connect(
                host: server.host, port: server.port, security: .plain, configuration: streams)
            // The certificate is for the domain, whichever host serves it (RFC 6120, 13.7.2.1).
            if server.startsWithTLS { try await connection.startTLS(security, serverName: domain) }
            return XMPPClient.Link(
                read: { try await connection.read() }, write: { try await connection.write($0) },
                startTLS: { try await connection.startTLS(security, serverName: domain) },
                close: { connection.close() })
        }
    }

    public func run(_ inbox: ChatInbox) async throws { try await client.run(inbox) }

    public func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        try await client.send(.text(message), to: try Self.target(room.name), named: room.name)
    }

    public func edit(_ id: MessageID, in room: Room, to message: OutgoingMessage) async throws(ChatError) {
        _ = try await client.send(.correction(id, message), to: try Self.target(room.name), named: room.name)
    }

    public func react(_ reaction: Reaction, to id: MessageID, in room: Room) async throws(ChatError) {
        _ = try await client.send(.reaction(reaction, id), to: try Self.target(room.name), named: room.name)
    }

    public func resolve(_ room: Room) async throws(ChatError) -> String {
        let jid = try Self.target(room.name)
        _ = try await client.send(.visit, to: jid, named: room.name)
        guard let entry = client.room(jid), jid.resource == nil else { return "direct messages with \(jid.text)" }
        let warning = entry.isNew ? "; it was not there, so the bot has made it: check the name" : ""
        return "\(entry.jid.text), where the bot is \(entry.nick)\(warning)"
    }

    public func canonicalName(of room: Room) -> String {
        guard let jid = JID(room.name), jid.local != nil else { return room.name }
        // The case of a nick matters.
        return jid.folded + (jid.resource.map { "/\($0)" } ?? "")
    }

    public func directRoom(of person: Person) -> Room? {
        // The identifier of an occupant is not an address.
        guard let jid = JID(person.id), jid.local != nil, jid.resource == nil else { return nil }
        return Room(named: jid.text, on: person.network)
    }

    /// A room, a person, or an occupant of a room.
    private static func target(_ name: String) throws(ChatError) -> JID {
        guard let jid = JID(name), jid.local != nil else {
            throw ChatError(
                .noSuchRoom,
                "XMPP has no room “\(name.sanitized(to: 60))”: a room is written ops@muc.example.org, "
                    + "a person ada@example.org.")
        }
        return jid
    }
}
