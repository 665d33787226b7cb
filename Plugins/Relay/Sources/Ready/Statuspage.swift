import HarkEvents

/// Atlassian Statuspage: a component or an incident of a page that the bot is subscribed to
/// (support.atlassian.com/statuspage/docs/enable-webhook-notifications). The link in `meta` ends the subscription.
enum Statuspage: ReadyTemplate {
    static let name = "statuspage"

    static func recognizes(_ payload: PayloadView) -> Bool {
        let isPage = payload.page.id.isText && payload.page.status_indicator.isText && payload.meta.isObject
        let isUpdate = payload.component_update.new_status.isText && payload.component.name.isText
        return isPage && (isUpdate || payload.incident.name.isText && payload.incident.status.isText)
    }

    static func notification(of payload: PayloadView, _ facts: inout NotificationFacts) -> EventNotification? {
        payload.incident.exists ? incident(payload.incident, &facts) : component(payload, &facts)
    }

    private static func incident(_ incident: PayloadView, _ facts: inout NotificationFacts) -> EventNotification {
        facts.event = "incident"
        facts.action = incident.status.asText
        facts.place = incident.name.asText
        facts.addLabels(incident.components, named: "name")
        let isOver = incident.status.isOne(of: "resolved", "completed", "postmortem")
        let isPlanned = incident.impact.isOne(of: "maintenance") || incident.scheduled_for.isText
        facts.outcome = isOver ? .success : isPlanned ? nil : .failure
        let impactSeverity = isPlanned ? .info : Severity(named: incident.impact.asText)
        let severity: Severity? = isOver ? .success : impactSeverity
        if facts.outcome != nil { facts.severity = impactSeverity ?? .error }
        let impact = incident.impact.asText.unless("none", "maintenance")
        let body = incident.incident_updates[0].body.asText?.shownMarkdown.firstLine
        let (start, end) = (incident.scheduled_for.shownTime, incident.scheduled_until.shownTime)
        let time: ChatText = isOver ? "" : "\(start, after: " from ")\(end, after: " until ")"
        return EventNotification(
            about: incident.name.asText,
            "\(incident.status.asText?.asWords ?? "?")\(time)\(impact, after: " (", before: ")")\(body, after: ": ")",
            link: incident.shortlink.asText
        ).marked(severity)
    }

    private static func component(_ payload: PayloadView, _ facts: inout NotificationFacts) -> EventNotification {
        let update = payload.component_update
        facts.event = "component_update"
        facts.action = update.new_status.asText
        facts.place = payload.component.name.asText
        let severity = Self.severity(of: update.new_status)
        switch severity {
        case .success:
            facts.outcome = .success
            facts.severity = Self.severity(of: update.old_status) ?? .error
        case .warning, .error, .critical: facts.outcome = .failure
        case .info, nil: break
        }
        let old = update.old_status.asText?.asWords
        guard let new = update.new_status.asText?.asWords else {
            return EventNotification("\(payload.component.name): \(update.new_status)")
        }
        return EventNotification("\(strong: facts.place ?? "?"): \(new)\(old, after: ", before: ")").marked(severity)
    }

    /// How good or bad the status of a component is; nil for an unknown one.
    private static func severity(of status: PayloadView) -> Severity? {
        switch status.asText {
        case "operational": .success
        case "degraded_performance": .warning
        case "partial_outage": .error
        case "major_outage": .critical
        case "under_maintenance": .info
        default: nil
        }
    }
}
