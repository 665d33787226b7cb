import Hark

// What happens to things that belong to a project or a group as a whole. These payloads do not say who did it.

extension GitLab {
    /// `Milestone Hook`: a milestone was created, closed, reopened or deleted.
    static func milestone(_ payload: Facts) -> Line? {
        let milestone = payload.object_attributes
        let state: Words
        switch payload.action.text {
        case "create": state = "was created"
        case "close": state = "was closed"
        case "reopen": state = "was reopened"
        case "delete": state = "was deleted"
        case nil: state = "is \(milestone.state)"
        default: return nil
        }
        let isDeleted = payload.action.text == "delete"
        let page = milestone.iid.text.flatMap { payload.page(isDeleted ? "/-/milestones" : "/-/milestones/\($0)") }
        let words: Words = "milestone \(milestone.title) \(state)\(milestone.due_date, after: ", due on ")"
        return Line(in: payload, words, link: page)
    }

    /// `Vulnerability Hook`: a vulnerability was found, or has another state.
    static func vulnerability(_ payload: Facts) -> Line? {
        let vulnerability = payload.object_attributes
        let severity: Words = "\(vulnerability.severity, after: " (", before: ")")"
        let subject: Words = "vulnerability\(severity)\(vulnerability.location.file, after: " in ")"
        let words: Words = "\(subject) is \(vulnerability.state)\(vulnerability.title, after: ": ")"
        return Line(in: payload, words, link: vulnerability.url.text)
    }

    /// `Resource Access Token Hook`: a token of a project or a group is about to expire.
    static func accessToken(_ payload: Facts) -> Line? {
        let token = payload.object_attributes
        let words: Words = "access token \(token.name) will expire\(token.expires_at, after: " on ")"
        return Line(in: payload, words, link: payload.page("/-/settings/access_tokens"))
    }
}
