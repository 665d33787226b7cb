import HarkEvents

extension PagerDuty {
    /// What the operator's rules may ask for.
    static func facts(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        let message = payload.messages[0]
        let incident = payload.event.data.exists ? payload.event.data : message.incident
        let service = incident.service.exists ? incident.service : incident.incident.service
        facts.place = service.summary.asText
        let agent = payload.event.agent.exists ? payload.event.agent : message.log_entries[0].agent
        facts.actor = agent.summary.asText
        // A monitored service that triggers or resolves an incident is what people watch, and not a program of theirs,
        // as a workflow is.
        facts.isBot = agent["type"].asText?.hasSuffix("workflow_reference") ?? false
        facts.addLabels([incident.urgency.asText, incident.priority.summary.asText].compactMap(\.self))
        facts.outcome =
            switch incident.status.asText {
            case "resolved": .success
            case "triggered", "acknowledged": .failure
            default: nil
            }
        if facts.outcome != nil {
            facts.severity = Incident(incident, madeBy: agent, others: 0).severity ?? .error
        }
        guard ["triggered", "reassigned"].contains(payload.event.event_type.asText?.split(separator: ".").last) else {
            return
        }
        for assignee in incident.assignees.asList.prefix(NotificationFacts.mostConcerned) {
            facts.addConcerned(
                knownAs: [assignee.id.asText, assignee.summary.asText], unless: [agent.id.asText],
                because: .assignment)
        }
    }
}
