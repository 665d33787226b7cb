public import Hark

/// Tells chat rooms which of Jenkins' builds start, and how they end.
public struct Jenkins: Plugin {
    static let announcing = Announcer.Settings(plugin: "jenkins", title: "Jenkins", telling: events)
    static let secret = Setting<Secret>(
        "HARK_JENKINS_SECRET",
        help: "The token in the URL that Jenkins calls, or user:password; an old one may follow after a comma."
    )

    /// A build's phase is its event (plugins.jenkins.io/notification). `COMPLETED` says what `FINALIZED` says again when
    /// the last step after the build is done, so its notes alone are told; old versions call the latter `FINISHED`.
    static let events = EventTable(
        namedBy: .field("build.phase"),
        [
            "QUEUED": noted, "STARTED": started, "COMPLETED": noted, "FINALIZED": ended, "FINISHED": ended,
            "NONE": noted,
        ],
        nameless: ended
    )

    /// Longest payload taken. The plugin names no limit, and a notification may carry the build's whole log.
    static let payloadLimit = 25 * 1_048_576

    public static let manifest = Manifest<Self>(
        name: "jenkins",
        summary: "Tells which builds start, and how they end.",
        settings: announcing.all + [secret],
        routes: [
            // A long payload takes a tenth of a second to decode; other requests would wait meanwhile.
            .post("/jenkins", .event(of: events), told)
                .verified(by: .sharedSecret, with: \.secret)
                .identified(withQuery: \.announcer.queryFields)
                .accepting(atMost: payloadLimit)
                .offloaded()
        ],
        events: events
    )

    private let secret: Secret
    private let announcer: Announcer

    public init(_ context: PluginContext) throws {
        secret = try context.settings[Self.secret]
        announcer = try Announcer(Self.announcing, context)
    }

    func told(_ delivery: Delivery<Happening>) async throws -> Response { try await announcer.announce(delivery) }
}
