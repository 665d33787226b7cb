import HarkClient
public import HarkEvents

/// Connects the bot to Matrix: it sends and receives as an ordinary user of a server.
public struct Matrix: Plugin, ChatNetwork {
    static let server = Setting<HomeserverAddress>(
        "HARK_MATRIX_SERVER",
        help: "The bot's server: its base URL, or its name, behind which the base URL is looked up.")
    static let token = Setting<Secret?>(
        "HARK_MATRIX_TOKEN", help: "The bot's access token; or set HARK_MATRIX_USER and HARK_MATRIX_PASSWORD.")
    static let user = Setting<String?>(
        "HARK_MATRIX_USER", help: "The bot's user name, or its whole identifier, to log in with a password.")
    static let password = Setting<Secret?>("HARK_MATRIX_PASSWORD", help: "The bot's password.")
    static let invitations = Setting<[InvitationRule]>(
        "HARK_MATRIX_INVITES", default: [],
        help: "Whose invitations the bot accepts: people (@ada:example.org) and whole servers (example.org).")

    public static let manifest = Manifest<Self>(
        name: "matrix", summary: "Sends and receives messages in rooms of Matrix.",
        settings: [server, token, user, password, invitations])

    /// A server limits a user's messages in all rooms together, and announces the limit in its responses. It remembers
    /// a transaction for some time, Synapse for half an hour.
    public static let capabilities = NetworkCapabilities(
        [.threads, .edits, .reactions, .directMessages], paceInAll: Pace(burst: 50, interval: .milliseconds(20)),
        keyLifetime: .seconds(1_200))

    private let sender: MatrixSender
    private let listener: MatrixListener

    public init(_ context: PluginContext) throws {
        let settings = context.settings
        let credentials: MatrixSession.Credentials
        switch (try settings[Self.token], try settings[Self.user], try settings[Self.password]) {
        case (let token?, nil, nil): credentials = .token(token)
        case (nil, let user?, let password?): credentials = .password(user: user, password)
        default:
            throw ChatError(
                .unauthorized, "Set either HARK_MATRIX_TOKEN, or both HARK_MATRIX_USER and HARK_MATRIX_PASSWORD.")
        }
        let session = MatrixSession(try settings[Self.server], credentials, context.http)
        let (api, cache) = (MatrixAPI(session: session), RoomCache())
        let directory = RoomDirectory(api: api, cache: cache, clock: context.clock)
        sender = MatrixSender(api: api, directory: directory, cache: cache)
        listener = MatrixListener(
            api: api, directory: directory, sender: sender, cache: cache, clock: context.clock, logger: context.logger,
            invitations: try settings[Self.invitations],
            rooms: context.chat.rooms.filter(Self.isOwn).map(\.name))
    }

    public func run(_ inbox: ChatInbox) async throws { try await listener.run(inbox) }

    public func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        try await sender.send(message, to: room.name)
    }

    public func edit(_ id: MessageID, in room: Room, to message: OutgoingMessage) async throws(ChatError) {
        try await sender.edit(id, in: room.name, to: message)
    }

    public func react(_ reaction: Reaction, to id: MessageID, in room: Room) async throws(ChatError) {
        try await sender.react(reaction, to: id, in: room.name)
    }

    public func identify() async throws(ChatError) -> String? {
        let session = sender.api.session
        await session.useSecondDevice()
        do throws(MatrixFailure) { return try await session.login().user } catch { throw error.error }
    }

    public func resolve(_ room: Room) async throws(ChatError) -> String {
        try await RoomCheck(api: sender.api, directory: sender.directory, sender: sender).resolved(room.name)
    }

    public func directRoom(of person: Person) -> Room? {
        MatrixID.isUser(person.id) ? Room(named: person.id, on: Self.networkName) : nil
    }

    /// Whether a room of HARK_ROOMS is certainly on this network: without a network in front it may be on another one.
    private static func isOwn(_ room: Room) -> Bool {
        if let network = room.network { return network == networkName }
        return room.name.hasPrefix("#") && MatrixID.server(of: room.name) != nil
    }
}
