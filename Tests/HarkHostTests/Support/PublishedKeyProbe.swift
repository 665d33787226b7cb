import HarkHost

/// A plugin with a route for each sender that signs with keys which it publishes. Each run is said in `#runs`.
struct PublishedKeyProbe: Plugin {
    static let topics = Setting<[String]>("HARK_PUBLISHEDKEYPROBE_TOPICS", default: [], help: "Topics.")
    static let audience = Setting<String?>("HARK_PUBLISHEDKEYPROBE_AUDIENCE", help: "The audience.")

    static let environment = [
        "HARK_PUBLISHEDKEYPROBE_TOPICS": "arn:aws:sns:eu-central-1:123456789012:alarms,arn:aws:sns:us-east-1:1:more",
        "HARK_PUBLISHEDKEYPROBE_AUDIENCE": "https://bot.example/pubsub",
    ]

    static let manifest = Manifest<Self>(
        name: "publishedkeyprobe",
        summary: "Verifies with keys that senders publish.",
        settings: [topics, audience],
        routes: [
            .post("/aws", .raw, run).verified(by: .amazonSNS, expecting: \.topics),
            .post("/pubsub", .raw, run).verified(by: .googlePubSub, expecting: \.caller),
        ]
    )

    let topics: [ExpectedClaim]
    let caller: [ExpectedClaim]
    private let chat: Chat

    init(_ context: PluginContext) throws {
        topics = [ExpectedClaim("TopicArn", try context.settings[Self.topics], setBy: Self.topics.variable)]
        let audience = try context.settings[Self.audience].map { [$0] } ?? []
        caller = [
            ExpectedClaim("aud", audience, setBy: Self.audience.variable),
            ExpectedClaim("email", ["push@lab.iam.gserviceaccount.com"], setBy: "HARK_PUBLISHEDKEYPROBE_EMAIL"),
        ]
        chat = context.chat
    }

    func run(_ delivery: Delivery<[UInt8]>) async throws { try await chat.send("\(delivery.path)", to: "#runs") }
}
