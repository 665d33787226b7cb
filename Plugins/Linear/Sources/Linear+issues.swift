import HarkEvents

// Issues, and what belongs to one of them.

extension Linear {
    static func issue(_ payload: PayloadView) -> EventNotification? {
        let change = Change(payload)
        let issue = payload.data
        let words = change.words(
            "\(issue.identifier)",
            [
                .init("stateId", as: "state", issue.state.name),
                .init("assigneeId", as: "assignee", issue.assignee.name.asPersonName),
                .init("priority", as: "priority", issue.priorityLabel),
                .init("dueDate", as: "due date", issue.dueDate),
                .init("projectId", as: "project", issue.project.name),
                .init("teamId", as: "team", issue.team.name),
                .init("title", as: "title", issue.title),
            ])
        guard let words else { return nil }
        let isNew = payload.action.asText == "create"
        let isClosed = change.changed("stateId") && ["completed", "canceled"].contains(issue.state["type"].asText)
        let isDone = isClosed && issue.state["type"].asText == "completed"
        let isUrgent = issue.priority.asInt == 1 && (isNew || change.changed("priority"))
        return EventNotification(
            about: issue.team.name.asText, "\(words): \(issue.title)\(isNew ? details(issue) : "")", link: change.link
        )
        .marked(isDone ? .success : isUrgent ? .warning : nil)
        .inThread(of: thread(issue.id), isAlsoInRoom: isNew || isClosed || payload.action.asText == "remove")
    }

    /// Priority and assignee of a new issue: ` (Urgent, for Bob)`.
    private static func details(_ issue: PayloadView) -> ChatText {
        let priority: ChatText = issue.priority.asInt == 0 ? "" : "\(issue.priorityLabel, after: "")"
        let details = ChatText([priority, "\(issue.assignee.name.asPersonName, after: "for ")"])
        return details.isEmpty ? "" : " (\(details))"
    }

    /// The deadline of an issue came near or passed (linear.app/developers/webhooks, "Issue SLA").
    static func agreement(_ payload: PayloadView) -> EventNotification? {
        let issue = payload.issueData
        let name: ChatText = "\(issue.identifier)"
        let (words, severity): (ChatText, Severity?)
        switch payload.action.asText {
        case "set":
            (words, severity) = (
                "\(name) has an SLA now\(issue.slaBreachesAt.asText?.prefix(10), after: ", until ")", nil
            )
        case "highRisk": (words, severity) = ("\(name) is about to breach its SLA", .warning)
        case "breached": (words, severity) = ("\(name) has breached its SLA", .error)
        case nil: (words, severity) = ("the SLA of \(name) is \(payload.action)", nil)
        default: return nil
        }
        let rest: ChatText = "\(issue.title)\(issue.assignee.name.asPersonName, after: " (for ", before: ")")"
        let link = EventNotification.link(payload.url, issue.url)
        return EventNotification(about: issue.team.name.asText, "\(words): \(rest)", link: link)
            .marked(severity).inThread(of: thread(issue.id), isAlsoInRoom: severity != nil)
    }

    static func comment(_ payload: PayloadView) -> EventNotification? {
        let change = Change(payload)
        let comment = payload.data
        let verb: ChatText
        switch payload.action.asText {
        case "create": verb = comment.parentId.exists ? "replied to a comment on" : "commented on"
        case "update": verb = "changed a comment on"
        case "remove": verb = "removed a comment on"
        case nil: verb = "\(payload.action) a comment on"
        default: return nil
        }
        let shown = payload.action.asText == "remove" ? nil : comment.body.commentExcerpt(in: .linear)
        return EventNotification(
            about: comment.issue.team.name.asText,
            "\(change.actor) \(verb) \(place(of: comment))\(shown, after: ": ")", link: change.link
        )
        .inThread(of: thread(comment.issue.id))
    }

    static func reaction(_ payload: PayloadView) -> EventNotification? {
        let change = Change(payload)
        let reaction = payload.data
        let target: ChatText = reaction.comment.exists ? "a comment on \(place(of: reaction))" : place(of: reaction)
        let words: ChatText
        switch payload.action.asText {
        case "create": words = "reacted with “\(reaction.emoji)” to \(target)"
        case "remove": words = "took back “\(reaction.emoji)” from \(target)"
        case nil: words = "\(payload.action) “\(reaction.emoji)” to \(target)"
        default: return nil
        }
        return EventNotification("\(change.actor) \(words)", link: change.link)
            .inThread(of: thread(reaction.issue.id))
    }

    /// A link on an issue, such as that to a pull request. The payload has the issue's identifier in its address only.
    static func attachment(_ payload: PayloadView) -> EventNotification? {
        let change = Change(payload)
        let fields = [Change.Field("title", as: "title", payload.data.title)]
        guard let words = change.words("“\(payload.data.title)”", fields, created: "attached") else { return nil }
        return EventNotification(words, link: change.link).inThread(of: thread(payload.data.issueId))
    }

    static func label(_ payload: PayloadView) -> EventNotification? {
        let fields = [Change.Field("name", as: "name", payload.data.name)]
        let words = Change(payload).words("the label “\(payload.data.name)”", fields)
        return words.map { EventNotification(about: payload.data.team.name.asText, $0) }
    }

    /// What is commented on: an issue, or the page that has the comment.
    private static func place(of comment: PayloadView) -> ChatText {
        if comment.issue.exists { return "\(comment.issue.identifier)\(comment.issue.title, after: " (", before: ")")" }
        if comment.projectUpdate.exists {
            return "an update of \(comment.projectUpdate.project.name, or: "a project")"
        }
        if comment.initiativeUpdate.exists {
            return "an update of \(comment.initiativeUpdate.initiative.name, or: "an initiative")"
        }
        if comment.documentContent.exists {
            return "\(comment.documentContent.document.title, or: "a document")"
        }
        return "something"
    }

    private static func thread(_ issue: PayloadView) -> UntrustedText? { issue.asText.map { "linear \($0)" } }
}
