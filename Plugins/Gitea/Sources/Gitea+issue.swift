import HarkEvents

extension Gitea {
    /// `issues`: someone did something with an issue.
    static func issue(_ payload: PayloadView) -> EventNotification? {
        let issue = payload.issue
        let number = issue.number.or(payload.number)
        let page = issue.html_url.asText ?? number.asText.flatMap { payload.page("/issues/\($0)") }
        return describeAction(payload, "issue #\(number)").map {
            EventNotification(of: payload, "\(payload.person) \($0)\(issue.title, after: ": ")", link: page)
        }
    }

    private static func describeAction(_ payload: PayloadView, _ subject: ChatText) -> ChatText? {
        switch payload.action.asText {
        case "opened": "opened \(subject)"
        case "closed": "closed \(subject)"
        case "reopened": "reopened \(subject)"
        case "assigned": assignment(of: subject, payload.issue)
        case nil: "\(payload.action) \(subject)"
        default: nil
        }
    }

    /// The assignees; the payload does not say which of them are new.
    static func assignment(of subject: ChatText, _ issue: PayloadView) -> ChatText {
        let all = issue.assignees.asList.isEmpty ? [issue.assignee] : issue.assignees.asList
        let names = all.compactMap(\.account.asText)
        return names.isEmpty ? "assigned \(subject)" : "assigned \(subject) to \(list: names)"
    }

    /// `issue_comment`: someone commented on an issue or a pull request.
    static func comment(_ payload: PayloadView) -> EventNotification? {
        guard payload.action.asText ?? "created" == "created" else { return nil }
        let isPull = payload.is_pull.isTrue || payload.issue.pull_request.exists
        let subject: ChatText = "\(isPull ? "pull request" : "issue") #\(payload.issue.number)"
        let comment = payload.comment
        let words: ChatText =
            "\(payload.person) commented on \(subject)\(comment.body.commentExcerpt, after: ": ")"
        return EventNotification(of: payload, words, link: comment.html_url.asText)
    }
}
