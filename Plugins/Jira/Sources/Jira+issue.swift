import HarkEvents

extension Jira {
    static func issueCreated(_ payload: PayloadView) -> EventNotification? {
        let fields = payload.issue.fields
        let assignee = person(fields.assignee)
        let state: ChatText = "\(fields.priority.name, after: " (", before: ")")\(assignee, after: " for ")"
        return notification(payload, "\(actor(payload)) created \(issue(payload))\(state): \(fields.summary)")
    }

    /// An issue was edited, or commented on: Jira Server and Data Center send comments as edits too.
    static func issueUpdated(_ payload: PayloadView) -> EventNotification? {
        if payload.comment.exists { return comment(payload) }
        let changes = Change.all(in: payload.changelog)
        if changes.isEmpty, payload.changelog.exists { return nil }
        return edit(payload, changes)
    }

    static func issueDeleted(_ payload: PayloadView) -> EventNotification? {
        let title: ChatText = "\(issue(payload)): \(payload.issue.fields.summary)"
        return EventNotification(about: payload.issue.fields.project.name.asText, "\(actor(payload)) deleted \(title)")
    }

    /// An issue made a workflow transition whose post function triggers a webhook
    /// (support.atlassian.com/jira-cloud-administration/docs/configure-advanced-issue-workflows, "Trigger a webhook").
    static func transition(_ payload: PayloadView) -> EventNotification? {
        if !payload.issue.exists, payload.fields.exists { return automated(payload) }
        let (old, new) = (payload.transition.from_status.asText, payload.transition.to_status.asText)
        return edit(payload, new == nil ? [] : [Change(of: "status", from: old, to: new)])
    }

    /// An issue that an automation rule sends in the “Automation format”: the payload is the issue itself, and does not
    /// say what happened to it (support.atlassian.com/cloud-automation/docs/jira-automation-actions, "Send web
    /// request").
    private static func automated(_ issue: PayloadView) -> EventNotification? {
        guard let issueJSON = issue.asJSON else { return nil }
        let payload = PayloadView(["issue": issueJSON])
        let fields = issue.fields
        let state: ChatText =
            "\(fields.status.name, after: " is ")\(fields.priority.name, after: " (", before: ")")\(person(fields.assignee), after: " for ")"
        return notification(payload, "\(Self.issue(payload))\(state)\(fields.summary, after: ": ")")
    }

    private static func edit(_ payload: PayloadView, _ changes: [Change]) -> EventNotification {
        let what: ChatText = "\(actor(payload)) changed \(issue(payload)) \(title(payload))"
        return notification(payload, changes.isEmpty ? what : "\(what): \(Change.words(changes))")
    }

    private static func comment(_ payload: PayloadView) -> EventNotification? {
        // A person can add a comment in the form of a transition.
        let changes = Change.all(in: payload.changelog)
        if changes.isEmpty { return commentCreated(payload) }
        let description: ChatText =
            "\(actor(payload)) changed \(issue(payload)) \(title(payload)): \(Change.words(changes))"
        let comment = payload.comment
        // The change is for everyone who sees the issue, the comment may not be.
        let said: ChatText = comment.isRestricted ? "" : "\(shown(comment.body, payload), after: ": ")"
        return notification(payload, "\(description), and commented\(said)")
    }
}
