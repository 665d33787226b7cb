import HarkEvents

// Events of a whole project or group. These payloads do not say who did it.

extension GitLab {
    /// `Milestone Hook`: a milestone was created, closed, reopened or deleted.
    static func milestone(_ payload: PayloadView) -> EventNotification? {
        let milestone = payload.object_attributes
        let state: ChatText
        switch payload.action.asText {
        case "create": state = "was created"
        case "close": state = "was closed"
        case "reopen": state = "was reopened"
        case "delete": state = "was deleted"
        case nil: state = "is \(milestone.state)"
        default: return nil
        }
        let isDeleted = payload.action.asText == "delete"
        let page = milestone.iid.asText.flatMap { payload.page(isDeleted ? "/-/milestones" : "/-/milestones/\($0)") }
        let words: ChatText = "milestone \(milestone.title) \(state)\(milestone.due_date, after: ", due on ")"
        return EventNotification(of: payload, words, link: page)
    }

    /// `Vulnerability Hook`: a vulnerability was found, or its state changed.
    static func vulnerability(_ payload: PayloadView) -> EventNotification? {
        let vulnerability = payload.object_attributes
        let severity: ChatText = "\(vulnerability.severity, after: " (", before: ")")"
        let subject: ChatText = "vulnerability\(severity)\(vulnerability.location.file, after: " in ")"
        let words: ChatText = "\(subject) is \(vulnerability.state)\(vulnerability.title, after: ": ")"
        return EventNotification(of: payload, words, link: vulnerability.url.asText)
            .marked(Severity(named: vulnerability.severity.asText))
    }

    /// `Resource Access Token Hook`: a token of a project or a group is about to expire.
    static func accessToken(_ payload: PayloadView) -> EventNotification? {
        let token = payload.object_attributes
        let words: ChatText = "access token \(token.name) will expire\(token.expires_at, after: " on ")"
        return EventNotification(of: payload, words, link: payload.page("/-/settings/access_tokens"))
    }
}
