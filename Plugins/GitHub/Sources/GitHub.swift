public import Hark

/// Tells chat rooms what happens on GitHub, one line for each happening.
public struct GitHub: Plugin {
    static let notifierSettings = Notifier.Settings(plugin: "github", title: "GitHub", events: events)
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
        settings: notifierSettings.all + [secret, sources],
        routes: [
            // Reading 25 MB takes its time; on the server's thread no one else would be served meanwhile.
            .post("/github", .event(of: events), announce)
                .verified(by: .github, with: \.secret)
                .identified(withQuery: \.notifier.queryFields)
                .allowing(from: \.sources)
                .accepting(atMost: payloadLimit)
                .offloaded()
        ],
        events: events
    )

    private let secret: Secret
    private let sources: [AddressRange]
    private let notifier: Notifier

    public init(_ context: PluginContext) throws {
        secret = try context.settings[Self.secret]
        sources = try context.settings[Self.sources]
        notifier = try Notifier(Self.notifierSettings, context)
    }

    func announce(_ delivery: Delivery<WebhookEvent>) async throws -> Response { try await notifier.announce(delivery) }
}
