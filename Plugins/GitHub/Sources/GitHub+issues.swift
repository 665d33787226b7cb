import Hark

extension GitHub {
    /// `issues`: somebody did something with an issue.
    static func issue(_ payload: Facts) -> Line? {
        let issue = payload.issue
        let subject: Words = "issue #\(issue["number"])"
        let reason: Words =
            switch issue.state_reason.text {
            case "not_planned": " as not planned"
            case "duplicate": " as a duplicate"
            default: ""
            }
        let deed = payload.deed(
            to: subject,
            [
                "opened": "opened \(subject)",
                "reopened": "reopened \(subject)",
                "closed": "closed \(subject)\(reason)",
                "deleted": "deleted \(subject)",
                "transferred": "transferred \(subject)\(payload.changes.new_repository.fullName, after: " to ")",
                "assigned": "assigned \(subject) to \(account: payload.assignee)",
            ])
        return deed.map { deed in
            let words: Words = "\(account: payload.sender) \(deed)\(issue.title, after: ": ")"
            return Line(of: payload, words, link: issue.html_url.text)
        }
    }

    /// `issue_comment`: somebody commented on an issue or a pull request.
    static func issueComment(_ payload: Facts) -> Line? {
        let (issue, comment) = (payload.issue, payload.comment)
        let subject: Words = "\(issue.pull_request.exists ? "pull request" : "issue") #\(issue["number"])"
        return payload.deed(
            to: "a comment on \(subject)", ["created": "commented on \(subject)\(comment.body.remark, after: ": ")"]
        ).map { Line(of: payload, "\(account: payload.sender) \($0)", link: comment.html_url.text) }
    }

    /// `label`: a label that issues can have was created or deleted.
    static func label(_ payload: Facts) -> Line? {
        let subject: Words = "label \(payload.label.name)"
        let deeds: [UntrustedText: Words] = [
            "created": "created \(subject)\(payload.label.description, after: ": ")",
            "deleted": "deleted \(subject)",
        ]
        return payload.deed(to: subject, deeds).map {
            Line(of: payload, "\(account: payload.sender) \($0)", link: payload.repository.html_url.text)
        }
    }

    /// `milestone`: a milestone was created, closed, reopened or deleted.
    static func milestone(_ payload: Facts) -> Line? {
        let milestone = payload.milestone
        let subject: Words = "milestone \(milestone.title)"
        let open = milestone.open_issues.number.flatMap { $0 > 0 ? $0 : nil }
        let left: Words = open.map { " with \($0, "issue") still open" } ?? ""
        let deeds: [UntrustedText: Words] = [
            "created": "created \(subject)\(milestone.description, after: ": ")",
            "opened": "reopened \(subject)",
            "closed": "closed \(subject)\(left)",
            "deleted": "deleted \(subject)",
        ]
        return payload.deed(to: subject, deeds).map {
            Line(of: payload, "\(account: payload.sender) \($0)", link: milestone.html_url.text)
        }
    }
}
