public import Hark

/// Tells chat rooms what happens on GitHub, one line for each happening.
public struct GitHub: Plugin {
    static let room = Setting<[Room]>(
        "HARK_GITHUB_ROOM",
        default: [],
        help: "Rooms that hear about GitHub, separated by commas; HARK_ROOMS unless set."
    )

    static let secret = Setting<Secret>(
        "HARK_GITHUB_SECRET",
        help: "The webhook's secret, as GitHub has it; an old one may follow after a comma."
    )
    static let sources = Setting<[AddressRange]>(
        "HARK_GITHUB_ALLOW_FROM",
        default: [],
        help: "Addresses and CIDR ranges that may call, such as GitHub's own; any unless set."
    ) { ranges throws(SettingMismatch) in
        if ranges.isEmpty { throw SettingMismatch(expected: "one or more addresses or CIDR ranges") }
    }

    /// Longest payload that GitHub sends: 25 MB
    /// (https://docs.github.com/en/webhooks/webhook-events-and-payloads, "Payload cap").
    static let payloadLimit = 25 * 1_048_576

    public static let manifest = Manifest<Self>(
        name: "github",
        summary: "Tells chat rooms what happens on GitHub.",
        settings: [room, secret, sources],
        routes: [
            // Decoding 25 MB takes a tenth of a second; on the server's thread nobody else would be served meanwhile.
            .post("/github", .occurrence, received)
                .verified(by: .github, with: \.secret)
                .allowing(from: \.sources)
                .accepting(atMost: payloadLimit)
                .offloaded()
        ]
    )

    private let secret: Secret
    private let sources: [AddressRange]
    private let rooms: [Room]
    private let chat: Chat

    public init(_ context: PluginContext) throws {
        secret = try context.settings[Self.secret]
        sources = try context.settings[Self.sources]
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
