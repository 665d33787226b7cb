import Hark

extension GitHub {
    /// `pull_request`: somebody did something with a pull request.
    static func pullRequest(_ payload: Facts) -> Line? {
        let pullRequest = payload.pull_request
        let subject = name(pullRequest)
        let reviewer = payload.requested_team.name.text ?? payload.requested_reviewer.login.text ?? "ghost"
        let deed = payload.deed(
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
        return deed.map { deed in
            let words: Words = "\(account: payload.sender) \(deed)\(pullRequest.title, after: ": ")"
            return Line(of: payload, words, link: pullRequest.html_url.text)
        }
    }

    /// `pull_request_review`: somebody reviewed a pull request, or dismissed such a review.
    static func review(_ payload: Facts) -> Line? {
        let subject = name(payload.pull_request)
        let verb: Words =
            switch payload.review.state.text?.lowercased {
            case "approved": "approved"
            case "changes_requested": "requested changes on"
            default: "reviewed"
            }
        let deeds: [UntrustedText: Words] = [
            "submitted": "\(verb) \(subject)",
            "dismissed": "dismissed \(account: payload.review.user)'s review of \(subject)",
        ]
        return payload.deed(to: "a review of \(subject)", deeds).map { deed in
            let words: Words = "\(account: payload.sender) \(deed)\(payload.pull_request.title, after: ": ")"
            return Line(of: payload, words, link: payload.review.html_url.text)
        }
    }

    /// `pull_request_review_comment`: somebody commented on a line of a pull request's changes.
    static func reviewComment(_ payload: Facts) -> Line? {
        let comment = payload.comment
        let subject: Words = "\(comment.path, after: "", before: " in ")\(name(payload.pull_request))"
        return payload.deed(
            to: "a comment on \(subject)", ["created": "commented on \(subject)\(comment.body.remark, after: ": ")"]
        ).map { Line(of: payload, "\(account: payload.sender) \($0)", link: comment.html_url.text) }
    }

    /// `pull_request_review_thread`: somebody resolved a conversation, or took that back.
    static func reviewThread(_ payload: Facts) -> Line? {
        let comment = payload.thread.comments[0]
        let subject: Words =
            "a conversation on \(comment.path, after: "", before: " in ")\(name(payload.pull_request))"
        let deeds: [UntrustedText: Words] = ["resolved": "resolved \(subject)", "unresolved": "reopened \(subject)"]
        return payload.deed(to: subject, deeds).map { deed in
            let words: Words = "\(account: payload.sender) \(deed)\(payload.pull_request.title, after: ": ")"
            return Line(of: payload, words, link: comment.html_url.text ?? payload.pull_request.html_url.text)
        }
    }

    /// What to call a pull request in a sentence.
    private static func name(_ pullRequest: Facts) -> Words { "pull request #\(pullRequest["number"])" }
}
