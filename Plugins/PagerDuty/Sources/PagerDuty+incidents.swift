import HarkEvents

// Events of an incident as a whole.

extension PagerDuty {
    /// A formatter for V3 events, by their incident.
    static func incident(_ format: @escaping @Sendable (Incident) -> EventNotification?) -> EventTable.Formatter {
        { format(Incident($0)) }
    }

    static func triggered(_ incident: Incident) -> EventNotification? {
        let assigned = incident.assignees.isEmpty ? "" : "assigned\(incident.assignees)" as ChatText
        let urgency: ChatText = "\(incident.payload.urgency, after: "", before: " urgency")"
        let details = ChatText(["\(incident.payload.priority.summary, after: "")", urgency, assigned])
        let person = incident.agent.person
        let words: ChatText = person.map { "\($0) triggered \(incident.name)" } ?? "\(incident.name) triggered"
        return incident.notification(words, details.isEmpty ? "" : " (\(details))")
    }

    static func acknowledged(_ incident: Incident) -> EventNotification? { incident.actionNotification("acknowledged") }

    /// Nobody does this: it happens when an acknowledgement times out.
    static func unacknowledged(_ incident: Incident) -> EventNotification? {
        return incident.notification("\(incident.name) is no longer acknowledged")
    }

    /// An incident that was merged into another one is resolved by that
    /// (developer.pagerduty.com/docs/webhooks-overview, "resolve_reason").
    static func resolved(_ incident: Incident) -> EventNotification? {
        let reason = incident.payload.resolve_reason
        guard reason["type"].asText == "merge_resolve_reason" else { return incident.actionNotification("resolved") }
        return incident.actionNotification("merged", "\(reason.incident.summary, after: " into ")")
    }

    static func reopened(_ incident: Incident) -> EventNotification? { incident.actionNotification("reopened") }

    static func escalated(_ incident: Incident) -> EventNotification? {
        return incident.actionNotification("escalated", incident.assignees)
    }

    static func reassigned(_ incident: Incident) -> EventNotification? {
        return incident.actionNotification("reassigned", incident.assignees)
    }

    static func delegated(_ incident: Incident) -> EventNotification? {
        return incident.actionNotification("delegated", "\(incident.payload.escalation_policy.summary, after: " to ")")
    }

    static func serviceUpdated(_ incident: Incident) -> EventNotification? {
        return incident.actionNotification("moved", "\(incident.payload.service.summary, after: " to the service ")")
    }

    static func prioritized(_ incident: Incident) -> EventNotification? {
        let words: ChatText =
            switch (incident.agent.person, incident.payload.priority.summary.asText) {
            case (let person?, let priority?): "\(person) gave \(incident.name) priority \(priority)"
            case (let person?, nil): "\(person) removed the priority of \(incident.name)"
            case (nil, let priority?): "\(incident.name) has priority \(priority)"
            case (nil, nil): "\(incident.name) has no priority any more"
            }
        return incident.notification(words)
    }
}
