import HarkEvents

extension Jira {
    static func commentCreated(_ payload: PayloadView) -> EventNotification? {
        let author = payload.comment.author
        return note(payload, "\(named(author)) commented on", payload.comment.body)
    }

    static func commentUpdated(_ payload: PayloadView) -> EventNotification? {
        if isListedAlone(payload) { return issueUpdated(payload) }
        let editor = payload.comment.updateAuthor.exists ? payload.comment.updateAuthor : payload.comment.author
        return note(payload, "\(named(editor)) changed a comment on", payload.comment.body)
    }

    /// The payload does not say who deleted it.
    static func commentDeleted(_ payload: PayloadView) -> EventNotification? {
        if isListedAlone(payload) { return issueUpdated(payload) }
        return note(payload, "a comment by \(named(payload.comment.author)) was deleted from", PayloadView(nil))
    }

    /// Whether a comment is among the changes of its issue, as Jira Server lists them, and nowhere else.
    private static func isListedAlone(_ payload: PayloadView) -> Bool {
        !payload.comment.exists && payload.changelog.exists
    }

    static func worklogCreated(_ payload: PayloadView) -> EventNotification? {
        let worklog = payload.worklog
        let time: ChatText = "\(worklog.timeSpent, after: "", before: " of ")"
        return note(payload, "\(named(worklog.author)) logged \(time)work on", worklog.comment)
    }

    static func worklogUpdated(_ payload: PayloadView) -> EventNotification? {
        let worklog = payload.worklog
        let editor = worklog.updateAuthor.exists ? worklog.updateAuthor : worklog.author
        let time: ChatText = "\(worklog.timeSpent, after: " to ")"
        return note(payload, "\(named(editor)) changed a log of work\(time) on", worklog.comment)
    }

    static func worklogDeleted(_ payload: PayloadView) -> EventNotification? {
        let worklog = payload.worklog
        let time: ChatText = "\(worklog.timeSpent, after: "", before: " of ")"
        let description: ChatText = "a log of \(time)work by \(named(worklog.author)) was deleted from"
        return note(payload, description, PayloadView(nil))
    }

    /// A comment or worklog of an issue. Worklogs, and the comments of Jira Server, only include the issue's id.
    private static func note(_ payload: PayloadView, _ description: ChatText, _ text: PayloadView) -> EventNotification
    {
        let text = shown(text, payload)
        guard payload.issue.exists else {
            let id = payload.worklog.issueId.asText ?? issueID(payload.comment)
            let issue: ChatText = id.map { "the issue with id \($0)" } ?? "an issue"
            return EventNotification("\(description) \(issue)\(text, after: ": ")")
        }
        return notification(payload, "\(description) \(issue(payload)) \(title(payload))\(text, after: ": ")")
    }

    /// The issue's id in a comment's URL: `…/rest/api/2/issue/10000/comment/12000`.
    private static func issueID(_ comment: PayloadView) -> UntrustedText? {
        let parts = comment["self"].asText?.split(separator: "/") ?? []
        return parts.firstIndex(of: "issue").flatMap { $0 + 1 < parts.count ? parts[$0 + 1] : nil }
    }
}
