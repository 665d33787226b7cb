import HarkEvents

extension Jira {
    /// A comment or a description as Jira shows it: a document in Atlassian's format, or wiki markup, with the names of people whom the payload names.
    static func shown(_ text: PayloadView, _ payload: PayloadView) -> UntrustedText? {
        if let document = RichText.read(text) { return document }
        return text.asText?.shownJiraMarkup { id in
            let (note, fields) = (payload.comment.exists ? payload.comment : payload.worklog, payload.issue.fields)
            let people = [
                payload.user, note.author, note.updateAuthor, fields.assignee, fields.reporter, fields.creator,
            ]
            return people.first { [$0.accountId.asText, $0.name.asText, $0.key.asText].contains(id) }.flatMap(person)
        }
    }
}
