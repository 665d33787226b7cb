import HarkEvents

extension Jira {
    /// What the operator's rules may ask for.
    static func facts(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        let (fields, comment) = (payload.issue.fields, payload.comment)
        facts.place =
            fields.project.key.or(payload.fields.project.key).or(payload.project.key).or(payload.version.projectId)
            .asText
        facts.subject = facts.subject ?? payload.issue.key.asText
        let people = [
            payload.user, comment.updateAuthor, comment.author, payload.attachment.author, payload.worklog.updateAuthor,
        ]
        let actor = people.first(where: \.exists) ?? payload.worklog.author
        facts.actor = actor.name.or(actor.displayName).asText
        facts.isBot = actor.accountType.asText == "app"
        facts.addLabels(fields.labels)
        facts.addLabels([fields.issuetype.name.asText, fields.priority.name.asText].compactMap(\.self))
        let isNew = payload.webhookEvent.asText == "jira:issue_created"
        if isNew || payload.changelog.items.asList.contains(where: { $0.field.asText == "priority" }) {
            facts.severity = Severity(ofPriority: fields.priority.name.asText)
        }
        addAssignee(payload, &facts, actor)
        // An issue with a security level, a comment for some roles only, an internal comment of a service desk.
        if facts.event?.hasPrefix("restricted_") == true || fields.security.exists || comment.visibility.exists
            || comment.jsdPublic.asText == "false"
        {
            facts.audience = .confidential
        }
    }

    /// Adds the account to which the event assigns the issue. Cloud names accounts by their identifier, Data Center by
    /// their name; operators may also know them by the name that is shown.
    private static func addAssignee(
        _ payload: PayloadView, _ facts: inout NotificationFacts, _ actor: PayloadView
    ) {
        let changes = payload.changelog.items.asList
        guard
            let change = changes.first(where: { $0.field.asText == "assignee" })
                ?? (facts.event == "jira:issue_created" ? PayloadView(nil) : nil)
        else { return }
        let assignee = payload.issue.fields.assignee
        let names = [assignee.accountId, assignee.name, assignee.displayName, change.to, change["toString"]]
        let own = [actor.accountId, actor.name, actor.displayName]
        facts.addConcerned(knownAs: names.map(\.asText), unless: own.map(\.asText), because: .assignment)
    }
}
