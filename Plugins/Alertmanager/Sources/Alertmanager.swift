public import HarkEvents

/// Announces in chat rooms which alerts of Prometheus fire and which are resolved, one line a group.
public struct Alertmanager: ProviderPlugin {
    public static let provider = Provider(
        "alertmanager", title: "Alertmanager", summary: "Announces which alerts fire and which are resolved.",
        verifier: .alertmanager,
        secret:
            "The bearer token, or user:password, of Alertmanager's http_config; an old one may follow after a comma.",
        events: events,
        actionIn: [],
        knownActions: events.mapValues { _ in [] },
        nameless: group,
        facts: { $1.read(AlertGroup($0)) },
        // Longest payload taken. Alertmanager names no limit, and a notification lists all alerts of its group.
        payloadLimit: 25 * 1_048_576
    )

    /// A notification's status is its event (prometheus.io/docs/alerting/latest/configuration, "webhook_config").
    static let events: [String: EventTable.Formatter] = ["firing": group, "resolved": group]

    public let receiver: EventReceiver

    public init(_ receiver: EventReceiver) { self.receiver = receiver }

    /// Beside the usual row, a path for each receiver, so that logs and counters tell them apart.
    public static var routes: [Route<Self>] {
        [
            .post("/alertmanager", .event(of: provider.events), announce).fromProvider(),
            .post("/alertmanager/<receiver>", .event(of: provider.events), announceToReceiver).fromProvider(),
        ]
    }

    func announceToReceiver(_ delivery: Delivery<WebhookEvent>, receiver: String) async throws -> HandlerOutcome {
        try await announce(delivery)
    }
}
