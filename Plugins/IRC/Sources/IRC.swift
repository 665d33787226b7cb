import HarkClient
public import HarkEvents
import HarkTLS

/// Connects the bot to channels of an IRC network: it sends messages to channels and people, and receives commands.
public struct IRC: Plugin, ChatNetwork {
    static let server = Setting<IRCServer>(
        "HARK_IRC_SERVER",
        help: "The server: irc.example.org, with a port where it is not 6697, or ircs://… or irc://….")
    static let nick = Setting<IRCNick>("HARK_IRC_NICK", default: .standard, help: "The bot's nick.")
    static let channels = Setting<[IRCChannel]>(
        "HARK_IRC_CHANNELS", default: [],
        help: "Channels to listen in, besides those that other settings name: #ops, or “#ops key” for one with a key.")
    static let password = Setting<Secret?>("HARK_IRC_PASSWORD", help: "The password of the server, if it has one.")
    static let account = Setting<String?>(
        "HARK_IRC_ACCOUNT", help: "The bot's account with the network's services; it logs in only over TLS.")
    static let accountPassword = Setting<Secret?>("HARK_IRC_ACCOUNT_PASSWORD", help: "The password of the account.")
    static let certificate = Setting<ClientCertificate?>(
        "HARK_IRC_CERTIFICATE",
        help:
            "A certificate and its key in PEM, to log in with instead of a password; HARK_IRC_CERTIFICATE_FILE names a file."
    )
    static let fingerprint = Setting<CertificateFingerprint?>(
        "HARK_IRC_FINGERPRINT",
        help: "The SHA-256 fingerprint of the server's certificate, for one that no authority has signed.")
    static let notice = Setting(
        "HARK_IRC_NOTICE", default: false, help: "Whether the bot sends NOTICE, which no other bot answers.")
    static let interval = Setting<Duration>(
        "HARK_IRC_INTERVAL", default: .seconds(1),
        help: "The time in which the network takes one more line, after four at once."
    ) { interval throws(SettingMismatch) in
        guard interval >= .milliseconds(10), interval <= .seconds(60) else {
            throw SettingMismatch(expected: "a time from 10ms to 60s")
        }
    }

    public static let manifest = Manifest<Self>(
        name: "irc", summary: "Sends and receives messages in channels of IRC.",
        settings: [
            server, nick, channels, password, account, accountPassword, certificate, fingerprint, notice, interval,
        ])

    public static let capabilities = NetworkCapabilities([.directMessages], longestText: .bytes(1200))

    let client: IRCClient

    public init(_ context: PluginContext) throws {
        let settings = context.settings
        let server = try settings[Self.server]
        var configuration = IRCSession.Configuration(nick: try settings[Self.nick].text)
        configuration.password = try settings[Self.password]
        configuration.channels = try settings[Self.channels]
        configuration.sendsNotices = try settings[Self.notice]
        configuration.lineInterval = try settings[Self.interval]
        let certificate = try settings[Self.certificate]
        configuration.login = try Self.login(
            try settings[Self.account], try settings[Self.accountPassword], hasCertificate: certificate != nil)

        var tls = context.webSockets.tls
        tls.identity = certificate?.identity
        if let fingerprint = try settings[Self.fingerprint] { tls.trust = .fingerprint(fingerprint.bytes) }
        var stream = context.webSockets.stream
        stream.writeTimeout = .seconds(10)
        let (security, streams) = (tls, stream)
        client = IRCClient(server, configuration, clock: context.clock, logger: context.logger) { server in
            let connection = try await StreamConnection.connect(
                host: server.host, port: server.port, security: server.startsWithTLS ? .tls(security) : .plain,
                configuration: streams)
            return IRCClient.Link(
                read: { try await connection.read() }, write: { try await connection.write($0) },
                close: { connection.close() })
        }
        if !server.startsWithTLS {
            context.logger.warning("the connection to IRC is not encrypted: HARK_IRC_SERVER begins with irc://")
        }
    }

    private static func login(
        _ account: String?, _ password: Secret?, hasCertificate: Bool
    ) throws(ChatError) -> IRCLogin {
        switch (account, password, hasCertificate) {
        case (let account?, let password?, _): return .password(account: account, password)
        case (_, nil, true): return .certificate(account: account)
        case (nil, nil, false): return .none
        case (_?, nil, false):
            throw ChatError(
                .unauthorized,
                "HARK_IRC_ACCOUNT is set, and neither HARK_IRC_ACCOUNT_PASSWORD nor HARK_IRC_CERTIFICATE.")
        case (nil, _?, _):
            throw ChatError(.unauthorized, "HARK_IRC_ACCOUNT_PASSWORD is set, and HARK_IRC_ACCOUNT is not.")
        }
    }

    public func run(_ inbox: ChatInbox) async throws { try await client.run(inbox) }

    public func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        try await client.send(message, to: try Self.target(room.name))
    }

    /// Case does not matter on any server, at least for ASCII letters.
    public func canonicalName(of room: Room) -> String { CaseMapping.ascii.folded(room.name) }

    /// Direct messages with a person who wrote in the last ten minutes: the bot does not know whose any other nick is.
    public func directRoom(of person: Person) -> Room? {
        client.nick(of: person).map { Room(named: $0, on: Self.networkName) }
    }

    public func resolve(_ room: Room) async throws(ChatError) -> String {
        let target = try Self.target(room.name)
        guard client.isChannel(target) else { return "direct messages with \(target)" }
        let (nick, isEmpty) = try await client.visit(target)
        let warning = isEmpty ? "; the bot is alone in it, so check the name" : ""
        return "\(target), where the bot is \(nick)\(warning)"
    }

    /// The protocol's name of a room: a channel, or a nick, optionally with `@` before it.
    private static func target(_ name: String) throws(ChatError) -> String {
        var target = Substring(name)
        if target.first == "@", let second = target.dropFirst().first, !"#&+!".contains(second) { target.removeFirst() }
        guard let first = target.utf8.first, target.utf8.count <= 200, target != "@", !":$0".utf8.contains(first),
            target.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f && !",*?".utf8.contains($0) })
        else {
            throw ChatError(
                .noSuchRoom,
                "IRC has no channel “\(name.sanitized(to: 60))”: a channel is written #ops, a person by their nick.")
        }
        return String(target)
    }
}
