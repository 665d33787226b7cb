import Hark

// What becomes of an incident as a whole.

extension PagerDuty {
    /// Tells an event of V3 by the incident that it is about.
    static func incident(_ line: @escaping @Sendable (Incident) -> Line?) -> EventTable.Telling {
        { line(Incident($0)) }
    }

    static func triggered(_ incident: Incident) -> Line? {
        let assigned = incident.assignees.isEmpty ? "" : "assigned\(incident.assignees)" as Words
        let urgency: Words = "\(incident.facts.urgency, after: "", before: " urgency")"
        let details = Words(["\(incident.facts.priority.summary, after: "")", urgency, assigned])
        let person = incident.agent.person
        let words: Words = person.map { "\($0) triggered \(incident.name)" } ?? "\(incident.name) triggered"
        return incident.line(told: words, details.isEmpty ? "" : " (\(details))")
    }

    static func acknowledged(_ incident: Incident) -> Line? { incident.line("acknowledged") }

    /// Nobody does this: it happens when an acknowledgement times out.
    static func unacknowledged(_ incident: Incident) -> Line? {
        return incident.line(told: "\(incident.name) is no longer acknowledged")
    }

    static func resolved(_ incident: Incident) -> Line? { incident.line("resolved") }

    static func reopened(_ incident: Incident) -> Line? { incident.line("reopened") }

    static func escalated(_ incident: Incident) -> Line? {
        return incident.line("escalated", incident.assignees)
    }

    static func reassigned(_ incident: Incident) -> Line? {
        return incident.line("reassigned", incident.assignees)
    }

    static func delegated(_ incident: Incident) -> Line? {
        return incident.line("delegated", "\(incident.facts.escalation_policy.summary, after: " to ")")
    }

    static func prioritized(_ incident: Incident) -> Line? {
        let words: Words =
            switch (incident.agent.person, incident.facts.priority.summary.text) {
            case (let person?, let priority?): "\(person) gave \(incident.name) priority \(priority)"
            case (let person?, nil): "\(person) removed the priority of \(incident.name)"
            case (nil, let priority?): "\(incident.name) has priority \(priority)"
            case (nil, nil): "\(incident.name) has no priority any more"
            }
        return incident.line(told: words)
    }
}
