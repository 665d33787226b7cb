import HarkEvents

extension GitHub {
    /// `pull_request`: someone did something with a pull request.
    static func pullRequest(_ payload: PayloadView) -> EventNotification? {
        let pullRequest = payload.pull_request
        let subject = name(pullRequest)
        let reviewer =
            payload.requested_team.isSecretTeam
            ? "a secret team"
            : payload.requested_team.name.asText ?? payload.requested_reviewer.login.asText ?? "ghost"
        let actions: [UntrustedText: ChatText] = [
            "opened": pullRequest.draft.isTrue ? "opened draft \(subject)" : "opened \(subject)",
            "closed": pullRequest.merged.isTrue
                ? "merged \(subject)\(pullRequest.base.ref, after: " into ")"
                : "closed \(subject) without merging it",
            "reopened": "reopened \(subject)",
            "ready_for_review": "marked \(subject) as ready for review",
            "converted_to_draft": "turned \(subject) into a draft",
            "review_requested": "asked \(reviewer) to review \(subject)",
            "review_request_removed": "no longer asks \(reviewer) to review \(subject)",
            "auto_merge_enabled": "set \(subject) to be merged once its checks pass",
            "auto_merge_disabled": "no longer lets \(subject) be merged by itself",
            "enqueued": "put \(subject) into the merge queue",
            "synchronize": "pushed to \(subject)",
        ]
        if payload.action.asText == "dequeued" { return dequeued(payload) }
        let description = payload.describeAction(
            to: subject, actions.merging(marks(subject, payload)) { own, _ in own })
        return description.map { description in
            let words: ChatText = "\(account: payload.sender) \(description)\(pullRequest.title, after: ": ")"
            return EventNotification(of: payload, words, link: pullRequest.html_url.asText)
        }
    }

    /// A pull request left the merge queue. One that was merged is announced when it is closed.
    private static func dequeued(_ payload: PayloadView) -> EventNotification? {
        let reason: ChatText
        switch payload.reason.asText?.uppercased {
        case "MERGE", "ALREADY_MERGED": return nil
        case "MANUAL": reason = ", taken out by \(account: payload.sender)"
        case "CI_FAILURE": reason = " because its checks failed"
        case "CI_TIMEOUT": reason = " because its checks took too long"
        case "MERGE_CONFLICT": reason = " because it has conflicts"
        case "QUEUE_CLEARED": reason = " because the queue was cleared"
        case "BRANCH_PROTECTIONS": reason = " because the protection of the branch forbids the merge"
        case "ROLL_BACK": reason = " because the queue was rolled back"
        default: reason = "\(payload.reason.spelledOut?.lowercased, after: " (", before: ")")"
        }
        let request = payload.pull_request
        let words: ChatText = "\(name(request)) left the merge queue\(reason)\(request.title, after: ": ")"
        return EventNotification(of: payload, words, link: request.html_url.asText).marked(.warning)
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
            "edited": "edited a review of \(subject)",
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
            changes(of: comment, on: subject)
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
