import Hark

struct Intercom: Plugin, ChatNetwork {
    static let url = Setting<BaseURL>("HARK_INTERCOM_URL", help: "The intercom's gateway.")
    static let manifest = Manifest<Self>(name: "intercom", summary: "Sends to the intercom.", settings: [url])
    static let capabilities = NetworkCapabilities(pace: Pace(burst: 1, interval: .seconds(2)))

    private let gateway: Gateway
    private let clock: BotClock

    init(_ context: PluginContext) throws {
        gateway = Gateway(try context.settings[Self.url])
        clock = context.clock
    }

    func run(_ inbox: ChatInbox) async throws {
        try await inbox.stayConnected(clock) {
            let calls = try await gateway.connect()
            inbox.report(.connected)
            for try await call in calls {
                await inbox.receive(IncomingMessage(call.text, from: Person(id: call.sender), in: Room(call.room)))
            }
        }
    }

    func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        guard let id = await gateway.send(message.text.plain, to: room.name) else {
            throw ChatError(.transient, "The intercom's gateway does not answer.")
        }
        return MessageID(id)
    }
}
