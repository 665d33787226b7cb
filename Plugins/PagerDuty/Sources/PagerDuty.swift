public import Hark

/// Tells chat rooms what becomes of PagerDuty's incidents.
public struct PagerDuty: Plugin {
    static let announcing = Announcer.Settings(plugin: "pagerduty", title: "PagerDuty", telling: events)
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
        settings: announcing.all + [secret],
        routes: [
            .post("/pagerduty", .event(of: events), told)
                .verified(by: .pagerDuty, with: \.secret)
                .identified(withQuery: \.announcer.queryFields)
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
