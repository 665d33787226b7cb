import HarkEvents

extension GitHub {
    /// `discussion`: someone opened, closed or reopened a discussion, or marked its answer.
    static func discussion(_ payload: PayloadView) -> EventNotification? {
        let discussion = payload.discussion
        let subject: ChatText = "discussion #\(discussion.number)"
        let repository = payload.changes.new_repository
        let destination = payload.hides(repository) ? nil : repository.fullName
        let actions: [UntrustedText: ChatText] = [
            "created": "opened \(subject)",
            "answered": "chose an answer to \(subject)",
            "closed": "closed \(subject)",
            "reopened": "reopened \(subject)",
            "unanswered": "took the answer from \(subject)",
            "category_changed": "moved \(subject)\(discussion.category.name, after: " to ")",
            "labeled": "labeled \(subject)\(payload.label.name, after: " ")",
            "unlabeled": "removed the label\(payload.label.name, after: " ") from \(subject)",
            "deleted": "deleted \(subject)", "edited": "edited \(subject)", "locked": "locked \(subject)",
            "unlocked": "unlocked \(subject)", "pinned": "pinned \(subject)", "unpinned": "unpinned \(subject)",
            "transferred": "transferred \(subject)\(destination, after: " to ")",
        ]
        return payload.describeAction(to: subject, actions).map { description in
            let words: ChatText = "\(account: payload.sender) \(description)\(discussion.title, after: ": ")"
            return EventNotification(of: payload, words, link: discussion.html_url.asText)
        }
    }

    /// `discussion_comment`: someone commented on a discussion.
    static func discussionComment(_ payload: PayloadView) -> EventNotification? {
        let comment = payload.comment
        let subject: ChatText = "discussion #\(payload.discussion.number)"
        return payload.describeAction(
            to: "a comment on \(subject)",
            changes(of: comment, on: subject)
        ).map { EventNotification(of: payload, "\(account: payload.sender) \($0)", link: comment.html_url.asText) }
    }
}
