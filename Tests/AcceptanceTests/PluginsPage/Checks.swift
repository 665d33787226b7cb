import Hark

/// Checks what was pushed.
struct Checks: Plugin {
    static let manifest = Manifest<Self>(
        name: "checks",
        summary: "Checks what was pushed.",
        routes: [
            .post("/ci", .json, check).durable(key: \.body.repository, .latest, within: .seconds(600), attempts: 5)
        ]
    )

    let chat: Chat

    init(_ context: PluginContext) { chat = context.chat }

    func check(_ delivery: Delivery<PushedCommit>) async throws {
        try await chat.announce("\(delivery.body.repository) is checked at \(delivery.body.commit)")
    }
}

/// What `/ci` takes: `{"repository": "acme/rocket", "commit": "7fd1a60"}`.
struct PushedCommit: Decodable {
    let repository: String
    let commit: String
}
