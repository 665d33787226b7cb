import HarkEvents

extension Bitbucket {
    /// `issue:created`.
    static func issueCreated(_ payload: PayloadView) -> EventNotification? {
        notification(payload, "opened \(subject(payload))")
    }

    /// `issue:updated`: another state, or someone else assigned.
    static func issueUpdated(_ payload: PayloadView) -> EventNotification? {
        let changes = payload.changes
        let state = changes.status.new.or(changes.state.new)
        let assignee = changes.assignee.new.person.asText
        if state.asText != nil {
            return notification(
                payload, "marked \(subject(payload)) as \(state)\(assignee, after: " and assigned it to ")")
        }
        return assignee.map { notification(payload, "assigned \(subject(payload)) to \($0)") }
    }

    /// `issue:comment_created`.
    static func issueComment(_ payload: PayloadView) -> EventNotification? {
        let comment = payload.comment
        let words: ChatText =
            "\(payload.actor.person) commented on \(subject(payload))\(payload.commentExcerpt, after: ": ")"
        return EventNotification(of: payload, words, link: comment.page ?? payload.issue.page)
    }

    private static func subject(_ payload: PayloadView) -> ChatText { "issue #\(payload.issue.id)" }

    private static func notification(_ payload: PayloadView, _ description: ChatText) -> EventNotification {
        let words: ChatText = "\(payload.actor.person) \(description)\(payload.issue.title, after: ": ")"
        return EventNotification(of: payload, words, link: payload.issue.page)
    }
}
