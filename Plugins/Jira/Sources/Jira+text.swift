import HarkEvents

extension Jira {
    /// A comment or a description as Jira shows it, with the names of people whom the payload names.
    static func shown(_ text: PayloadView, _ payload: PayloadView) -> UntrustedText? {
        text.asText?.shownJiraMarkup { id in
            let (note, fields) = (payload.comment.exists ? payload.comment : payload.worklog, payload.issue.fields)
            let people = [
                payload.user, note.author, note.updateAuthor, fields.assignee, fields.reporter, fields.creator,
            ]
            return people.first { [$0.accountId.asText, $0.name.asText, $0.key.asText].contains(id) }.flatMap(person)
        }
    }
}
