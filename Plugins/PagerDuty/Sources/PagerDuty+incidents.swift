import Hark

// What becomes of an incident as a whole.

extension PagerDuty {
    static func triggered(_ payload: Facts) -> Line? {
        let incident = Incident(payload)
        let assigned = incident.assignees.isEmpty ? "" : "assigned\(incident.assignees)" as Words
        let urgency: Words = "\(incident.facts.urgency, after: "", before: " urgency")"
        let details = Words(["\(incident.facts.priority.summary, after: "")", urgency, assigned])
        return incident.line(told: "\(incident.name) triggered", details.isEmpty ? "" : " (\(details))")
    }

    static func acknowledged(_ payload: Facts) -> Line? { Incident(payload).line("acknowledged") }

    /// Nobody does this: it happens when an acknowledgement times out.
    static func unacknowledged(_ payload: Facts) -> Line? {
        let incident = Incident(payload)
        return incident.line(told: "\(incident.name) is no longer acknowledged")
    }

    static func resolved(_ payload: Facts) -> Line? { Incident(payload).line("resolved") }

    static func reopened(_ payload: Facts) -> Line? { Incident(payload).line("reopened") }

    static func escalated(_ payload: Facts) -> Line? {
        let incident = Incident(payload)
        return incident.line("escalated", incident.assignees)
    }

    static func reassigned(_ payload: Facts) -> Line? {
        let incident = Incident(payload)
        return incident.line("reassigned", incident.assignees)
    }

    static func delegated(_ payload: Facts) -> Line? {
        let incident = Incident(payload)
        return incident.line("delegated", "\(incident.facts.escalation_policy.summary, after: " to ")")
    }

    static func prioritized(_ payload: Facts) -> Line? {
        let incident = Incident(payload)
        guard let priority = incident.facts.priority.summary.text else {
            return incident.line(told: "\(incident.name) has no priority any more")
        }
        return incident.line(told: "\(incident.name) has priority \(priority)")
    }
}
