public import HarkEvents

/// Announces in chat rooms the events of PagerDuty's incidents.
public struct PagerDuty: ProviderPlugin {
    public static let provider = Provider(
        "pagerduty", title: "PagerDuty", summary: "Announces what becomes of incidents.",
        verifier: .pagerDuty,
        secret: "The secret that PagerDuty shows when the webhook is made; an old one may follow after a comma.",
        events: EventTable(
            events,
            actionIn: [],
            knownActions: events.mapValues { _ in [] },
            quiet: quiet,
            nameless: messages,
            facts: facts)
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
        "incident.action_invocation.created": actionInvoked("was started"),
        "incident.action_invocation.updated": actionInvoked("has another state"),
        "incident.action_invocation.terminated": actionInvoked("has ended"),
        "incident.conference_bridge.updated": bridgeUpdated,
        "incident.custom_field_values.updated": fieldsUpdated,
        "incident.incident_type.changed": typeChanged,
        "incident.role.assigned": roleAssigned,
        "incident.role.unassigned": roleUnassigned,
        "incident.service_updated": incident(serviceUpdated),
        "incident.workflow.started": workflow("has started"),
        "incident.workflow.completed": workflow("has ended"),
        "service.created": service("created"),
        "service.updated": service("changed"),
        "service.deleted": service("deleted"),
        "service.custom_field_values.updated": service("changed fields of"),
        "pagey.ping": pinged,
    ]

    /// What programs do in an incident, fields and settings.
    private static let quiet = [
        "incident.action_invocation.created", "incident.action_invocation.updated",
        "incident.action_invocation.terminated", "incident.conference_bridge.updated",
        "incident.custom_field_values.updated", "incident.incident_type.changed", "incident.role.unassigned",
        "incident.workflow.started", "incident.workflow.completed", "service.updated",
        "service.custom_field_values.updated",
    ]

    public let receiver: EventReceiver

    public init(_ receiver: EventReceiver) { self.receiver = receiver }
}
