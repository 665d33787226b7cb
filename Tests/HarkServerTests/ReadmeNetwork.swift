import HarkServer

struct Pager: Plugin, ChatNetwork {
    static let url = Setting<BaseURL>("HARK_PAGER_URL", help: "The pager's gateway.")
    static let manifest = Manifest<Self>(name: "pager", summary: "Speaks on pagers.", settings: [url])

    private let gateway: Gateway

    init(_ context: PluginContext) throws { gateway = Gateway(try context.settings[Self.url]) }

    func run(_ inbox: ChatInbox) async throws {
        for try await page in try await gateway.connect() {
            await inbox.receive(IncomingMessage(page.text, from: Person(id: page.sender), in: Room(page.group)))
        }
    }

    func send(_ message: Message, to room: Room) async throws(ChatError) -> MessageID? {
        guard let id = await gateway.page(room.name, message.text.plain) else {
            throw ChatError(.transient, "The pager's gateway does not answer.")
        }
        return MessageID(id)
    }
}
