public import Hark

/// Tells chat rooms which alerts of Prometheus fire and which are resolved, one line a group.
public struct Alertmanager: Plugin {
    static let notifierSettings = Notifier.Settings(plugin: "alertmanager", title: "Alertmanager", events: events)
    static let secret = Setting<Secret>(
        "HARK_ALERTMANAGER_SECRET",
        help: "The bearer token, or user:password, of Alertmanager's http_config; an old one may follow after a comma."
    )

    /// A notification's status is its event (prometheus.io/docs/alerting/latest/configuration, "webhook_config").
    static let events = EventTable(namedBy: .field("status"), ["firing": group, "resolved": group], nameless: group)

    /// Longest payload taken. Alertmanager names no limit, and a notification lists all alerts of its group.
    static let payloadLimit = 25 * 1_048_576

    public static let manifest = Manifest<Self>(
        name: "alertmanager",
        summary: "Tells which alerts fire and which are resolved.",
        settings: notifierSettings.all + [secret],
        routes: [
            // A long payload takes a tenth of a second to decode; other requests would wait meanwhile.
            .post("/alertmanager", .event(of: events), announce)
                .verified(by: .alertmanager, with: \.secret)
                .identified(withQuery: \.notifier.queryFields)
                .accepting(atMost: payloadLimit)
                .offloaded(),
            // A path for each receiver, so that logs and counters tell them apart.
            .post("/alertmanager/<receiver>", .event(of: events), announceToReceiver)
                .verified(by: .alertmanager, with: \.secret)
                .identified(withQuery: \.notifier.queryFields)
                .accepting(atMost: payloadLimit)
                .offloaded(),
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

    func announceToReceiver(_ delivery: Delivery<WebhookEvent>, receiver: String) async throws -> Response {
        try await notifier.announce(delivery)
    }
}
