package import HarkHost

/// A plugin with routes whose secrets come from the operator, from providers, and from no one. Each run is said in
/// `#runs`.
package struct SecretProbe: Plugin {
    struct Failure: Error {}

    static let token = Setting<Secret>("HARK_SECRETPROBE_TOKEN", help: "The operator's choice.")
    static let hub = Setting<Secret>("HARK_SECRETPROBE_HUB", help: "The operator's too.")
    static let slack = Setting<Secret>("HARK_SECRETPROBE_SLACK", help: "Slack makes it.")
    static let discord = Setting<Secret>("HARK_SECRETPROBE_DISCORD", help: "Discord's public key.")

    package static let manifest = Manifest<Self>(
        name: "secretprobe",
        summary: "Has a route for each kind of secret.",
        settings: [token, hub, slack, discord],
        routes: [
            .post("/open", open),
            .post("/token", .raw, run).verified(by: .token(header: "X-Token"), with: \.token),
            .post("/hub", .raw, run).verified(by: .github, with: \.hub),
            .post("/hub/other", .raw, run).verified(by: .github, with: \.hub),
            .post("/hub/item", .json, decode).verified(by: .github, with: \.hub),
            .post("/slack", .raw, run).verified(by: .slack, with: \.slack),
            .post("/discord", .raw, run).verified(by: .discord, with: \.discord),
        ]
    )

    let token: Secret
    let hub: Secret
    let slack: Secret
    let discord: Secret
    private let chat: Chat

    package init(_ context: PluginContext) throws {
        token = try context.settings[Self.token]
        hub = try context.settings[Self.hub]
        slack = try context.settings[Self.slack]
        discord = try context.settings[Self.discord]
        chat = context.chat
    }

    func open() -> String { "open" }

    /// Ends as the body says: with a status, or by throwing.
    func run(_ delivery: Delivery<[UInt8]>) async throws -> Response {
        try await chat.send("\(delivery.path)", to: "#runs")
        switch String(decoding: delivery.bytes, as: UTF8.self) {
        case "refuse": throw Rejection(.unprocessableContent)
        case "fail": throw Failure()
        case "later": return Response(status: .accepted)
        default: return .text("ran")
        }
    }

    func decode(_ delivery: Delivery<[String: Int]>) -> String { "\(delivery.body.count)" }
}
