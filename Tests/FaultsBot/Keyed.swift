import Hark
import HarkClient

/// A network that recognises a message which is sent twice by its key. Each room is a URL that takes JSON.
struct Keyed: Plugin, ChatNetwork {
    static let rooms = Setting<RoomURLs>("HARK_KEYED_ROOMS", help: "The rooms and their URLs.")

    static let manifest = Manifest<Self>(name: "keyed", summary: "Posts with a key.", settings: [rooms])
    static let capabilities = NetworkCapabilities(keyLifetime: .seconds(600))

    let rooms: RoomURLs
    let http: HTTPClient
    let clock: BotClock

    init(_ context: PluginContext) throws {
        rooms = try context.settings[Self.rooms]
        http = context.http
        clock = context.clock
    }

    func run(_ inbox: ChatInbox) async throws {
        inbox.report(.connected)
        while true { try await clock.sleep(for: .seconds(86_400)) }
    }

    func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        let url = try rooms.url(of: room).reveal()
        let response: ClientResponse
        do throws(HTTPClientError) {
            let body: JSONValue = ["text": .string(message.text.plain), "key": .string(message.key)]
            response = try await http.send(.post(url, json: body))
        } catch {
            throw ChatError(error, from: "The room")
        }
        _ = try response.chatAnswer(from: "The room")
        return nil
    }
}
