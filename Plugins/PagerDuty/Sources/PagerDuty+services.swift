import HarkEvents

// What happens around an incident, and to services (developer.pagerduty.com/docs/webhooks-overview, "Event Types").

extension PagerDuty {
    /// A formatter for automation actions that somebody runs on an incident.
    static func actionInvoked(_ predicate: ChatText) -> EventTable.Formatter {
        { payload in
            let data = payload.event.data
            let state: ChatText = "\(data.state.or(data.action_invocation.state), after: " (", before: ")")"
            let name = data.action.summary.or(data.action_invocation.summary)
            return about(payload, "action \(name, or: "without a name") \(predicate)\(state)")
        }
    }

    /// A formatter for workflows that run on an incident.
    static func workflow(_ predicate: ChatText) -> EventTable.Formatter {
        { payload in
            let data = payload.event.data
            let name = data.incident_workflow.summary.or(data.workflow.summary).or(data.summary)
            return about(payload, "workflow \(name, or: "without a name") \(predicate)")
        }
    }

    /// People can meet at another address, which is not said: whoever knows it can listen.
    static func bridgeUpdated(_ payload: PayloadView) -> EventNotification? {
        about(payload, "\(payload.event.agent.summary.asPersonName, or: "somebody") changed the conference bridge")
    }

    static func fieldsUpdated(_ payload: PayloadView) -> EventNotification? {
        let names = payload.event.data.custom_fields.asList.compactMap { $0.display_name.or($0.name).asText }
        let which: ChatText = names.isEmpty ? "fields" : "\(list: names)"
        return about(payload, "\(payload.event.agent.summary.asPersonName, or: "somebody") changed \(which)")
    }

    static func typeChanged(_ payload: PayloadView) -> EventNotification? {
        let type = payload.event.data.incident_type
        return about(
            payload,
            "\(payload.event.agent.summary.asPersonName, or: "somebody") changed the type\(type.name.or(type.summary), after: " to ")"
        )
    }

    static func roleAssigned(_ payload: PayloadView) -> EventNotification? {
        let (person, role) = role(payload)
        return about(payload, "\(person) is \(role) now")
    }

    static func roleUnassigned(_ payload: PayloadView) -> EventNotification? {
        let (person, role) = role(payload)
        return about(payload, "\(person) is no longer \(role)")
    }

    private static func role(_ payload: PayloadView) -> (person: ChatText, role: ChatText) {
        let data = payload.event.data
        let role = data.role.name.or(data.role.summary).or(data.incident_role.summary)
        return (
            "\(data.user.summary.or(data.assignee.summary), or: "somebody")", "\(role, or: "in another role")"
        )
    }

    private static func about(_ payload: PayloadView, _ words: ChatText) -> EventNotification {
        let incident = payload.event.data.incident
        let name: ChatText = "\(incident.summary, after: " on incident “", before: "”")"
        return EventNotification("\(words)\(name)", link: incident.html_url)
            .inThread(of: incident.id.asText.map { "pagerduty \($0)" })
    }

    /// A formatter for what was done to a service.
    static func service(_ verb: ChatText) -> EventTable.Formatter {
        { payload in
            let service = payload.event.data
            let name = service.summary.or(service.name).or(service.service.summary)
            let person: ChatText = "\(payload.event.agent.summary.asPersonName, or: "somebody")"
            return EventNotification("\(person) \(verb) service \(name)", link: service.html_url)
        }
    }
}
