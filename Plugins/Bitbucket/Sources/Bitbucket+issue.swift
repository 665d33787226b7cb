import Hark

extension Bitbucket {
    /// `issue:created`.
    static func issueCreated(_ payload: Facts) -> Line? { line(payload, "opened \(subject(payload))") }

    /// `issue:updated`: another state, or somebody else assigned.
    static func issueUpdated(_ payload: Facts) -> Line? {
        let changes = payload.changes
        let state = changes.status.new.or(changes.state.new)
        let assignee = changes.assignee.new.person.text
        if state.text != nil {
            return line(payload, "marked \(subject(payload)) as \(state)\(assignee, after: " and assigned it to ")")
        }
        return assignee.map { line(payload, "assigned \(subject(payload)) to \($0)") }
    }

    /// `issue:comment_created`.
    static func issueComment(_ payload: Facts) -> Line? {
        let comment = payload.comment
        let words: Words = "\(payload.actor.person) commented on \(subject(payload))\(comment.said, after: ": ")"
        return Line(in: payload, words, link: comment.page ?? payload.issue.page)
    }

    private static func subject(_ payload: Facts) -> Words { "issue #\(payload.issue.id)" }

    private static func line(_ payload: Facts, _ deed: Words) -> Line {
        let words: Words = "\(payload.actor.person) \(deed)\(payload.issue.title, after: ": ")"
        return Line(in: payload, words, link: payload.issue.page)
    }
}
