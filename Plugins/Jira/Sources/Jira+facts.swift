import HarkEvents

extension Jira {
    /// What the operator's rules may ask for.
    static func facts(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        let (fields, comment) = (payload.issue.fields, payload.comment)
        facts.place = fields.project.key.or(payload.version.projectId).asText
        facts.subject = facts.subject ?? payload.issue.key.asText
        let people = [payload.user, comment.updateAuthor, comment.author, payload.worklog.updateAuthor]
        let actor = people.first(where: \.exists) ?? payload.worklog.author
        facts.actor = actor.name.or(actor.displayName).asText
        facts.isBot = actor.accountType.asText == "app"
        facts.addLabels(fields.labels)
        facts.addLabels([fields.issuetype.name.asText, fields.priority.name.asText].compactMap(\.self))
        // An issue with a security level, a comment for some roles only, an internal comment of a service desk.
        if fields.security.exists || comment.visibility.exists || comment.jsdPublic.asText == "false" {
            facts.audience = .confidential
        }
    }
}
