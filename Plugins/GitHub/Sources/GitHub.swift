public import Hark

/// Tells chat rooms what happens on GitHub, one line for each happening.
public struct GitHub: Plugin {
    static let announcing = Announcer.Settings(plugin: "github", title: "GitHub", telling: events)
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
        settings: announcing.all + [secret, sources],
        routes: [
            // Reading 25 MB takes its time; on the server's thread nobody else would be served meanwhile.
            .post("/github", .event(of: events), told)
                .verified(by: .github, with: \.secret)
                .identified(withQuery: \.announcer.queryFields)
                .allowing(from: \.sources)
                .accepting(atMost: payloadLimit)
                .offloaded()
        ],
        events: events
    )

    private let secret: Secret
    private let sources: [AddressRange]
    private let announcer: Announcer

    public init(_ context: PluginContext) throws {
        secret = try context.settings[Self.secret]
        sources = try context.settings[Self.sources]
        announcer = try Announcer(Self.announcing, context)
    }

    func told(_ delivery: Delivery<Happening>) async throws -> Response { try await announcer.announce(delivery) }
}
