public import HarkEvents

/// Announces in chat rooms the events of PagerDuty's incidents.
public struct PagerDuty: ProviderPlugin {
    public static let provider = Provider(
        "pagerduty", title: "PagerDuty", summary: "Announces what becomes of incidents.",
        verifier: .pagerDuty,
        secret: "The secret that PagerDuty shows when the webhook is made; an old one may follow after a comma.",
        events: events,
        nameless: messages,
        facts: facts
    )

    /// V3 webhooks (developer.pagerduty.com/docs/webhooks-overview, "Event Types"). V2 payloads have no event name in
    /// that place.
    static let events: [String: EventTable.Formatter] = [
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
    ]

    public let receiver: EventReceiver

    public init(_ receiver: EventReceiver) { self.receiver = receiver }
}
