public import HarkEvents

/// Announces in chat rooms which alerts of Prometheus fire and which are resolved, one line a group.
public struct Alertmanager: ProviderPlugin {
    public static let provider = Provider(
        "alertmanager", title: "Alertmanager", summary: "Announces which alerts fire and which are resolved.",
        verifier: .alertmanager,
        secret:
            "The bearer token, or user:password, of Alertmanager's http_config; an old one may follow after a comma.",
        events: EventTable(
            events,
            actionIn: [],
            knownActions: events.mapValues { _ in [] },
            nameless: group,
            facts: { $1.read(AlertGroup($0)) }),
        // Longest payload taken. Alertmanager names no limit, and a notification lists all alerts of its group.
        payloadLimit: 25 * 1_048_576
    )

    /// A notification's status is its event (prometheus.io/docs/alerting/latest/configuration, "webhook_config").
    static let events: [String: EventTable.Formatter] = ["firing": group, "resolved": group]

    public let receiver: EventReceiver

    public init(_ receiver: EventReceiver) { self.receiver = receiver }

    /// Beside the usual row, a path for each receiver, so that logs and counters tell them apart; and the path at which
    /// a Prometheus posts that has the bot for its Alertmanager.
    public static var routes: [Route<Self>] {
        [
            .post("/alertmanager", .event(of: provider.events), announce).fromProvider(),
            .post("/alertmanager/<receiver>", .event(of: provider.events), announceToReceiver).fromProvider(),
            .post("/alertmanager/api/<any(v1,v2):version>/alerts", .raw, refusePrometheus).fromProvider(),
        ]
    }

    func announceToReceiver(_ delivery: Delivery<WebhookEvent>, receiver: String) async throws -> HandlerOutcome {
        try await announce(delivery)
    }

    /// Refuses a Prometheus that posts to the bot directly (prometheus.io/docs/prometheus/latest/configuration,
    /// "alertmanager_config"). It repeats each alert every minute, and only an Alertmanager groups them.
    func refusePrometheus(_ delivery: Delivery<[UInt8]>, version: String) async -> HandlerOutcome {
        .rejected(
            Rejection(
                .badRequest,
                "This is the API of an Alertmanager, which the bot is not: let Prometheus post to an Alertmanager, and add "
                    + "the bot to that one's receivers as a webhook."))
    }
}

extension Alertmanager {
    /// A group of alerts: how many fire and are resolved, which they are, what they say, and where to look.
    static func group(_ payload: PayloadView) -> EventNotification? {
        let group = AlertGroup(payload)
        let words = group.summary(
            details: group.details(from: "summary", "description", "message", "title"), named: group.name)
        let alert = group.shown.first ?? PayloadView(nil)
        let notification = EventNotification(
            words, link: EventNotification.link(alert.generatorURL, payload.externalURL))
        return group.placed(notification)
    }
}
