public import Hark

/// Tells chat rooms which of Jenkins' builds start, and how they end.
public struct Jenkins: Plugin {
    static let notifierSettings = Notifier.Settings(plugin: "jenkins", title: "Jenkins", events: events)
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
        settings: notifierSettings.all + [secret],
        routes: [
            // A long payload takes a tenth of a second to decode; other requests would wait meanwhile.
            .post("/jenkins", .event(of: events), announce)
                .verified(by: .sharedSecret, with: \.secret)
                .identified(withQuery: \.notifier.queryFields)
                .accepting(atMost: payloadLimit)
                .offloaded()
        ],
        events: events
    )

    private let secret: Secret
    private let notifier: Notifier

    public init(_ context: PluginContext) throws {
        secret = try context.settings[Self.secret]
        notifier = try Notifier(Self.notifierSettings, context)
    }

    func announce(_ delivery: Delivery<WebhookEvent>) async throws -> Response { try await notifier.announce(delivery) }
}
