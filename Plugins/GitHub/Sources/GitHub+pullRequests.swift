import HarkEvents

extension GitHub {
    /// `pull_request`: someone did something with a pull request.
    static func pullRequest(_ payload: PayloadView) -> EventNotification? {
        let pullRequest = payload.pull_request
        let subject = name(pullRequest)
        let reviewer = payload.requested_team.name.asText ?? payload.requested_reviewer.login.asText ?? "ghost"
        let description = payload.describeAction(
            to: subject,
            [
                "opened": pullRequest.draft.isTrue ? "opened draft \(subject)" : "opened \(subject)",
                "closed": pullRequest.merged.isTrue
                    ? "merged \(subject)\(pullRequest.base.ref, after: " into ")"
                    : "closed \(subject) without merging it",
                "reopened": "reopened \(subject)",
                "ready_for_review": "marked \(subject) as ready for review",
                "converted_to_draft": "turned \(subject) into a draft",
                "review_requested": "asked \(reviewer) to review \(subject)",
                "assigned": "assigned \(subject) to \(account: payload.assignee)",
            ])
        return description.map { description in
            let words: ChatText = "\(account: payload.sender) \(description)\(pullRequest.title, after: ": ")"
            return EventNotification(of: payload, words, link: pullRequest.html_url.asText)
        }
    }

    /// `pull_request_review`: someone reviewed a pull request, or dismissed such a review.
    static func review(_ payload: PayloadView) -> EventNotification? {
        let subject = name(payload.pull_request)
        let verb: ChatText =
            switch payload.review.state.asText?.lowercased {
            case "approved": "approved"
            case "changes_requested": "requested changes on"
            default: "reviewed"
            }
        let actions: [UntrustedText: ChatText] = [
            "submitted": "\(verb) \(subject)",
            "dismissed": "dismissed \(account: payload.review.user)'s review of \(subject)",
        ]
        return payload.describeAction(to: "a review of \(subject)", actions).map { description in
            let words: ChatText = "\(account: payload.sender) \(description)\(payload.pull_request.title, after: ": ")"
            return EventNotification(of: payload, words, link: payload.review.html_url.asText)
        }
    }

    /// `pull_request_review_comment`: someone commented on a line of a pull request's changes.
    static func reviewComment(_ payload: PayloadView) -> EventNotification? {
        let comment = payload.comment
        let subject: ChatText = "\(comment.path, after: "", before: " in ")\(name(payload.pull_request))"
        return payload.describeAction(
            to: "a comment on \(subject)",
            ["created": "commented on \(subject)\(comment.body.commentExcerpt, after: ": ")"]
        ).map { EventNotification(of: payload, "\(account: payload.sender) \($0)", link: comment.html_url.asText) }
    }

    /// `pull_request_review_thread`: someone resolved a conversation, or reopened it.
    static func reviewThread(_ payload: PayloadView) -> EventNotification? {
        let comment = payload.thread.comments[0]
        let subject: ChatText =
            "a conversation on \(comment.path, after: "", before: " in ")\(name(payload.pull_request))"
        let actions: [UntrustedText: ChatText] = [
            "resolved": "resolved \(subject)", "unresolved": "reopened \(subject)",
        ]
        return payload.describeAction(to: subject, actions).map { description in
            let words: ChatText = "\(account: payload.sender) \(description)\(payload.pull_request.title, after: ": ")"
            return EventNotification(
                of: payload, words, link: comment.html_url.asText ?? payload.pull_request.html_url.asText)
        }
    }

    /// A pull request's name in a sentence.
    private static func name(_ pullRequest: PayloadView) -> ChatText { "pull request #\(pullRequest.number)" }
}
