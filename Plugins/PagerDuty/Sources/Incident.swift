import HarkEvents

/// One event of an incident: the incident in its current state, and who caused the event
/// (developer.pagerduty.com/docs/webhooks-overview, "Event Data Types").
struct Incident {
    let payload: PayloadView
    let agent: PayloadView

    /// The number of other events in the same payload.
    private let others: Int

    /// The incident of a V3 event.
    init(_ payload: PayloadView) { self.init(payload.event.data, madeBy: payload.event.agent, others: 0) }

    /// An incident and its agent.
    init(_ payload: PayloadView, madeBy agent: PayloadView, others: Int) {
        self.payload = payload
        self.agent = agent
        self.others = others
    }

    /// `incident #2`; V2 uses another field for the number.
    var name: ChatText { "incident #\(payload.number.exists ? payload.number : payload.incident_number)" }

    /// The assignees, as a phrase: ` to Ada, Bob`.
    var assignees: ChatText {
        let names = payload.assignees.asList.compactMap(\.summary.asPersonName.asText)
        let others = payload.assignments.asList.compactMap(\.assignee.summary.asPersonName.asText)
        return names.isEmpty && others.isEmpty ? "" : " to \(list: names.isEmpty ? others : names)"
    }

    /// Its severity: from its priority, or else its urgency, where the high one notifies somebody at once.
    var severity: Severity? {
        if let severity = Severity(named: payload.priority.summary.asText) { return severity }
        return switch payload.urgency.asText {
        case "high": .critical
        case "low": .warning
        default: nil
        }
    }

    /// The action on it: `Ada acknowledged incident #2`, or `incident #2 was acknowledged` if no person did it.
    func actionNotification(_ description: ChatText, _ rest: ChatText = "") -> EventNotification {
        guard let person = agent.person else { return notification("\(name) was \(description)\(rest)") }
        return notification("\(person) \(description) \(name)\(rest)")
    }

    /// A notification about it, with its service before the words and its title and page after them.
    func notification(_ words: ChatText, _ details: ChatText = "") -> EventNotification {
        let more: ChatText = others > 0 ? "; and \(others) more" : ""
        let state = payload.status.asText
        return EventNotification(
            about: payload.service.summary, "\(words): \(payload.title.or(payload.summary))\(details)\(more)",
            link: payload.html_url
        )
        .marked(state == "resolved" ? .success : severity)
        .inThread(of: payload.id.asText.map { "pagerduty \($0)" }, isAlsoInRoom: state == "resolved")
    }
}

extension PayloadView {
    /// The name of the referenced person; nil for services, integrations and workflows.
    var person: UntrustedText? {
        [nil, "user_reference"].contains(self.type.asText) ? self.summary.asPersonName.asText : nil
    }
}
