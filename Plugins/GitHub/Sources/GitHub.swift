public import Hark

/// Tells chat rooms what happens on GitHub, one line for each happening.
public struct GitHub: Plugin {
    static let room = Setting<[Room]>(
        "HARK_GITHUB_ROOM",
        default: [],
        help: "Rooms that hear about GitHub, separated by commas; HARK_ROOMS unless set."
    )

    /// Longest payload that GitHub sends: 25 MB
    /// (https://docs.github.com/en/webhooks/webhook-events-and-payloads, "Payload cap").
    static let payloadLimit = 25 * 1_048_576

    public static let manifest = Manifest<Self>(
        name: "github",
        summary: "Tells chat rooms what happens on GitHub.",
        settings: [room],
        routes: [
            // Decoding 25 MB takes a tenth of a second; on the server's thread nobody else would be served meanwhile.
            .post("/github", .occurrence, received).accepting(atMost: payloadLimit).offloaded()
        ]
    )

    private let rooms: [Room]
    private let chat: Chat

    public init(_ context: PluginContext) throws {
        let rooms = try context.settings[Self.room]
        self.rooms = rooms.isEmpty ? context.chat.rooms : rooms
        chat = context.chat
    }

    func received(_ delivery: Delivery<Occurrence>) async throws -> Response {
        let occurrence = delivery.body
        guard let line = occurrence.event.line else { return .ignored("event \(occurrence.title)") }
        try await chat.announce(Message(line.text), in: rooms)
        return .text("OK")
    }
}
