import Hark

// What people say and do about an incident. These events refer to it by its title alone.

extension PagerDuty {
    static func annotated(_ payload: Facts) -> Line? {
        response(payload, "\(agent(payload)) noted on \(incident(payload)): \(payload.event.data.content)")
    }

    static func statusPublished(_ payload: Facts) -> Line? {
        let message = payload.event.data.message
        return response(payload, "\(agent(payload)) published a status update on \(incident(payload)): \(message)")
    }

    static func responderAsked(_ payload: Facts) -> Line? {
        let asked: Words = "\(agent(payload)) asked \(responder(payload)) to help with \(incident(payload))"
        return response(payload, "\(asked)\(payload.event.data.message, after: ": ")")
    }

    static func responderReplied(_ payload: Facts) -> Line? {
        let state: Words =
            switch payload.event.data.state.text {
            case "accepted": "will help with"
            case "declined": "declined to help with"
            default: "answered “\(payload.event.data.state)” about"
            }
        return response(payload, "\(responder(payload)) \(state) \(incident(payload))")
    }

    static func pinged(_ payload: Facts) -> Line? {
        Line("PagerDuty says hello\(payload.event.data.message, after: ": ")")
    }

    private static func response(_ payload: Facts, _ words: Words) -> Line {
        Line(words, link: payload.event.data.incident.html_url)
    }

    private static func incident(_ payload: Facts) -> Words { "incident “\(payload.event.data.incident.summary)”" }

    private static func agent(_ payload: Facts) -> Words { "\(payload.event.agent.summary, or: "somebody")" }

    /// Who is to help: a person, or everybody whom an escalation policy names.
    private static func responder(_ payload: Facts) -> Words {
        let data = payload.event.data
        return data.user.summary.exists ? "\(data.user.summary)" : "\(data.escalation_policy.summary)"
    }
}
