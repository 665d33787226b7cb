public import Hark

/// Tells chat rooms what becomes of PagerDuty's incidents.
public struct PagerDuty: Plugin {
    static let notifierSettings = Notifier.Settings(plugin: "pagerduty", title: "PagerDuty", events: events)
    static let secret = Setting<Secret>(
        "HARK_PAGERDUTY_SECRET",
        help: "The secret that PagerDuty shows when the webhook is made; an old one may follow after a comma."
    )

    /// Webhooks V3 (developer.pagerduty.com/docs/webhooks-overview, "Event Types"). Those of V2 name no event where V3
    /// does.
    static let events = EventTable(
        namedBy: .field("event.event_type"),
        [
            "incident.triggered": incident(triggered),
            "incident.acknowledged": incident(acknowledged),
            "incident.unacknowledged": incident(unacknowledged),
            "incident.resolved": incident(resolved),
            "incident.reopened": incident(reopened),
            "incident.escalated": incident(escalated),
            "incident.reassigned": incident(reassigned),
            "incident.delegated": incident(delegated),
            "incident.priority_updated": incident(prioritized),
            "incident.annotated": annotated,
            "incident.responder.added": responderAsked,
            "incident.responder.replied": responderReplied,
            "incident.status_update_published": statusPublished,
            "pagey.ping": pinged,
        ],
        nameless: messages
    )

    public static let manifest = Manifest<Self>(
        name: "pagerduty",
        summary: "Tells what becomes of incidents.",
        settings: notifierSettings.all + [secret],
        routes: [
            .post("/pagerduty", .event(of: events), announce)
                .verified(by: .pagerDuty, with: \.secret)
                .identified(withQuery: \.notifier.queryFields)
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
