import HarkEvents

extension Gitea {
    /// `issues`: someone did something with an issue.
    static func issue(_ payload: PayloadView) -> EventNotification? {
        let issue = payload.issue
        let number = issue.number.or(payload.number)
        let page = issue.html_url.asText ?? number.asText.flatMap { payload.page("/issues/\($0)") }
        let subject: ChatText = "issue #\(number)"
        let words =
            assignees(of: subject, issue, payload)
            ?? describeAction(payload, subject).map { "\(payload.person) \($0)" }
        return words.map { EventNotification(of: payload, "\($0)\(issue.title, after: ": ")", link: page) }
    }

    private static func describeAction(_ payload: PayloadView, _ subject: ChatText) -> ChatText? {
        switch payload.action.asText {
        case "opened": "opened \(subject)"
        case "closed": "closed \(subject)"
        case "reopened": "reopened \(subject)"
        case nil: "\(payload.action) \(subject)"
        default: tidying(subject, payload.issue, payload)
        }
    }

    /// What happens to issues and pull requests on their way: labels, assignees, milestones and edits.
    static func tidying(_ subject: ChatText, _ thing: PayloadView, _ payload: PayloadView) -> ChatText? {
        let labels = thing.labels.asList.compactMap(\.name.asText)
        let now: ChatText = labels.isEmpty ? "" : " (\(list: labels))"
        return switch payload.action.asText {
        case "assigned": "assigned \(subject)\(people(assignedTo: thing).first?.account.asText, after: " to ")"
        case "unassigned": "removed an assignee of \(subject)"
        case "label_updated": "changed the labels of \(subject)\(now)"
        case "label_cleared": "removed the labels of \(subject)"
        case "milestoned": "added \(subject) to milestone\(thing.milestone.title, after: " ")"
        case "demilestoned": "removed \(subject) from its milestone"
        case "edited": "edited \(subject)"
        case "deleted": "deleted \(subject)"
        default: nil
        }
    }

    /// A sentence about something that was assigned to several people; nil for any other payload. The payload does not
    /// say which of them are new, nor by whom the others were assigned.
    static func assignees(of subject: ChatText, _ thing: PayloadView, _ payload: PayloadView) -> ChatText? {
        let names = people(assignedTo: thing).compactMap(\.account.asText)
        guard payload.action.asText == "assigned", names.count > 1 else { return nil }
        return "\(subject) is assigned to \(list: names) now"
    }

    /// The accounts to which an issue or a pull request is assigned. Old versions only send one.
    static func people(assignedTo thing: PayloadView) -> [PayloadView] {
        thing.assignees.asList.isEmpty ? [thing.assignee] : thing.assignees.asList
    }

    /// `issue_comment`: someone commented on an issue or a pull request, or edited or deleted such a comment.
    static func comment(_ payload: PayloadView) -> EventNotification? {
        let verb: ChatText
        switch payload.action.asText {
        case nil, "created": verb = "commented on"
        case "edited": verb = "edited a comment on"
        case "deleted": verb = "deleted a comment on"
        default: return nil
        }
        let isPull = payload.is_pull.isTrue || payload.issue.pull_request.exists
        let subject: ChatText = "\(isPull ? "pull request" : "issue") #\(payload.issue.number)"
        let comment = payload.comment
        let said = payload.action.asText == "deleted" ? nil : comment.body.commentExcerpt
        let words: ChatText = "\(payload.person) \(verb) \(subject)\(said, after: ": ")"
        return EventNotification(of: payload, words, link: comment.html_url.asText)
    }
}
