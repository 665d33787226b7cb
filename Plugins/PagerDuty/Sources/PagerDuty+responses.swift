import HarkEvents

// People's messages and actions in an incident. These events only contain the incident's title.

extension PagerDuty {
    static func annotated(_ payload: PayloadView) -> EventNotification? {
        response(payload, "\(agent(payload)) noted on \(incident(payload))\(payload.event.data.content, after: ": ")")
    }

    static func statusPublished(_ payload: PayloadView) -> EventNotification? {
        let message = payload.event.data.message
        return response(
            payload, "\(agent(payload)) published a status update on \(incident(payload))\(message, after: ": ")")
    }

    static func responderAsked(_ payload: PayloadView) -> EventNotification? {
        let asked: ChatText = "\(agent(payload)) asked \(responder(payload)) to help with \(incident(payload))"
        return response(payload, "\(asked)\(payload.event.data.message, after: ": ")")
    }

    static func responderReplied(_ payload: PayloadView) -> EventNotification? {
        let state: ChatText =
            switch payload.event.data.state.asText {
            case "accepted": "will help with"
            case "declined": "declined to help with"
            default: "answered “\(payload.event.data.state)” about"
            }
        return response(payload, "\(responder(payload)) \(state) \(incident(payload))")
    }

    static func pinged(_ payload: PayloadView) -> EventNotification? {
        EventNotification("PagerDuty says hello\(payload.event.data.message, after: ": ")")
    }

    private static func response(_ payload: PayloadView, _ words: ChatText) -> EventNotification {
        EventNotification(words, link: payload.event.data.incident.html_url)
    }

    private static func incident(_ payload: PayloadView) -> ChatText {
        "incident “\(payload.event.data.incident.summary)”"
    }

    private static func agent(_ payload: PayloadView) -> ChatText {
        "\(payload.event.agent.summary.asPersonName, or: "somebody")"
    }

    /// The requested responder: a person, or everyone in an escalation policy.
    private static func responder(_ payload: PayloadView) -> ChatText {
        let data = payload.event.data
        return "\(data.user.summary.asPersonName.or(data.escalation_policy.summary), or: "somebody")"
    }
}
