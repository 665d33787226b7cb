import Hark

extension Jira {
    static func issueCreated(_ payload: Facts) -> Line? {
        let fields = payload.issue.fields
        let assignee = person(fields.assignee)
        let state: Words = "\(fields.priority.name, after: " (", before: ")")\(assignee, after: " for ")"
        return line(payload, "\(actor(payload)) created \(issue(payload))\(state): \(fields.summary)")
    }

    /// An issue was edited, or commented on: Jira Server and Data Center send comments as edits too.
    static func issueUpdated(_ payload: Facts) -> Line? {
        if payload.comment.exists { return comment(payload) }
        let changes = Change.all(in: payload.changelog)
        if changes.isEmpty, payload.changelog.exists { return nil }
        return edit(payload, changes)
    }

    static func issueDeleted(_ payload: Facts) -> Line? {
        let title: Words = "\(issue(payload)): \(payload.issue.fields.summary)"
        return Line(in: payload.issue.fields.project.name.text, "\(actor(payload)) deleted \(title)")
    }

    /// An issue moved on in its workflow, whose post function triggers a webhook
    /// (support.atlassian.com/jira-cloud-administration/docs/configure-advanced-issue-workflows, "Trigger a webhook").
    static func transition(_ payload: Facts) -> Line? {
        let (old, new) = (payload.transition.from_status.text, payload.transition.to_status.text)
        return edit(payload, new == nil ? [] : [Change(of: "status", from: old, to: new)])
    }

    private static func edit(_ payload: Facts, _ changes: [Change]) -> Line {
        let what: Words = "\(actor(payload)) changed \(issue(payload)) \(title(payload))"
        return line(payload, changes.isEmpty ? what : "\(what): \(Change.words(changes))")
    }

    private static func comment(_ payload: Facts) -> Line? {
        switch payload.issue_event_type_name.text {
        case "issue_comment_edited": return commentUpdated(payload)
        case "issue_comment_deleted": return commentDeleted(payload)
        default: break
        }
        // Who moves an issue on may say why in the same form.
        let changes = Change.all(in: payload.changelog)
        if changes.isEmpty { return commentCreated(payload) }
        let deed: Words = "\(actor(payload)) changed \(issue(payload)) \(title(payload)): \(Change.words(changes))"
        return line(payload, "\(deed), and commented\(payload.comment.body, after: ": ")")
    }
}
