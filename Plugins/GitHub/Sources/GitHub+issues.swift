import HarkEvents

extension GitHub {
    /// `issues`: someone did something with an issue.
    static func issue(_ payload: PayloadView) -> EventNotification? {
        let issue = payload.issue
        let subject: ChatText = "issue #\(issue.number)"
        let reason: ChatText =
            switch issue.state_reason.asText {
            case "not_planned": " as not planned"
            case "duplicate": " as a duplicate"
            default: ""
            }
        let description = payload.describeAction(
            to: subject,
            [
                "opened": "opened \(subject)",
                "reopened": "reopened \(subject)",
                "closed": "closed \(subject)\(reason)",
                "deleted": "deleted \(subject)",
                "transferred": "transferred \(subject)\(payload.changes.new_repository.fullName, after: " to ")",
                "assigned": "assigned \(subject) to \(account: payload.assignee)",
            ])
        return description.map { description in
            let words: ChatText = "\(account: payload.sender) \(description)\(issue.title, after: ": ")"
            return EventNotification(of: payload, words, link: issue.html_url.asText)
        }
    }

    /// `issue_comment`: someone commented on an issue or a pull request.
    static func issueComment(_ payload: PayloadView) -> EventNotification? {
        let (issue, comment) = (payload.issue, payload.comment)
        let subject: ChatText = "\(issue.pull_request.exists ? "pull request" : "issue") #\(issue.number)"
        return payload.describeAction(
            to: "a comment on \(subject)",
            ["created": "commented on \(subject)\(comment.body.commentExcerpt, after: ": ")"]
        ).map { EventNotification(of: payload, "\(account: payload.sender) \($0)", link: comment.html_url.asText) }
    }

    /// `label`: a label that issues can have was created or deleted.
    static func label(_ payload: PayloadView) -> EventNotification? {
        let subject: ChatText = "label \(payload.label.name)"
        let actions: [UntrustedText: ChatText] = [
            "created": "created \(subject)\(payload.label.description, after: ": ")",
            "deleted": "deleted \(subject)",
        ]
        return payload.describeAction(to: subject, actions).map {
            EventNotification(of: payload, "\(account: payload.sender) \($0)", link: payload.repository.html_url.asText)
        }
    }

    /// `milestone`: a milestone was created, closed, reopened or deleted.
    static func milestone(_ payload: PayloadView) -> EventNotification? {
        let milestone = payload.milestone
        let subject: ChatText = "milestone \(milestone.title)"
        let open = milestone.open_issues.asInt.flatMap { $0 > 0 ? $0 : nil }
        let left: ChatText = open.map { " with \($0, "issue") still open" } ?? ""
        let actions: [UntrustedText: ChatText] = [
            "created": "created \(subject)\(milestone.description.commentExcerpt, after: ": ")",
            "opened": "reopened \(subject)",
            "closed": "closed \(subject)\(left)",
            "deleted": "deleted \(subject)",
        ]
        return payload.describeAction(to: subject, actions).map {
            EventNotification(of: payload, "\(account: payload.sender) \($0)", link: milestone.html_url.asText)
        }
    }
}
