import HarkHost
import TestSupport

/// A plugin with a route for each provider that asks something before it delivers. Each run is said in `#runs`.
struct HandshakeProbe: Plugin {
    static let slack = Setting<Secret>("HARK_HANDSHAKEPROBE_SLACK", help: "Slack's.")
    static let discord = Setting<Secret>("HARK_HANDSHAKEPROBE_DISCORD", help: "Discord's.")
    static let zoom = Setting<Secret>("HARK_HANDSHAKEPROBE_ZOOM", help: "Zoom's.")
    static let trello = Setting<Secret>("HARK_HANDSHAKEPROBE_TRELLO", help: "Trello's.")
    static let meta = Setting<Secret>("HARK_HANDSHAKEPROBE_META", help: "The app's.")
    static let metaToken = Setting<Secret>("HARK_HANDSHAKEPROBE_META_TOKEN", help: "Ours, for the handshake.")
    static let okta = Setting<Secret>("HARK_HANDSHAKEPROBE_OKTA", help: "Ours.")

    static let environment = [
        "HARK_HANDSHAKEPROBE_SLACK": SignedSample.slackFixture.secret, "HARK_HANDSHAKEPROBE_ZOOM": "zoom-secret",
        "HARK_HANDSHAKEPROBE_DISCORD": SignedSample.discord.secret, "HARK_HANDSHAKEPROBE_TRELLO": "trello-secret",
        "HARK_HANDSHAKEPROBE_META": "meta-app-secret", "HARK_HANDSHAKEPROBE_META_TOKEN": "meatyhamhock",
        "HARK_HANDSHAKEPROBE_OKTA": "okta-key",
    ]

    static let manifest = Manifest<Self>(
        name: "handshakeprobe",
        summary: "Answers every provider's question.",
        settings: [slack, discord, zoom, trello, meta, metaToken, okta],
        routes: [
            .post("/slack", .raw, run).verified(by: .slack, with: \.slack),
            .post("/discord", .raw, run).verified(by: .discord, with: \.discord),
            .post("/zoom", .raw, run).verified(by: .zoom, with: \.zoom),
            .post("/trello", .raw, run).verified(by: .trello, with: \.trello),
            .post("/meta", .raw, run).verified(by: .meta, with: \.meta).handshake(.meta, with: \.metaToken),
            .post("/okta", .raw, run).verified(by: .okta, with: \.okta),
        ]
    )

    let slack: Secret
    let discord: Secret
    let zoom: Secret
    let trello: Secret
    let meta: Secret
    let metaToken: Secret
    let okta: Secret
    private let chat: Chat

    init(_ context: PluginContext) throws {
        slack = try context.settings[Self.slack]
        discord = try context.settings[Self.discord]
        zoom = try context.settings[Self.zoom]
        trello = try context.settings[Self.trello]
        meta = try context.settings[Self.meta]
        metaToken = try context.settings[Self.metaToken]
        okta = try context.settings[Self.okta]
        chat = context.chat
    }

    func run(_ delivery: Delivery<[UInt8]>) async throws { try await chat.send("\(delivery.path)", to: "#runs") }
}
