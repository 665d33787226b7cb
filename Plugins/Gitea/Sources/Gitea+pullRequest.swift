import HarkEvents

extension Gitea {
    /// `pull_request`: someone did something with a pull request.
    static func pullRequest(_ payload: PayloadView) -> EventNotification? {
        let words =
            assignees(of: subject(payload), payload.pull_request, payload)
            ?? describeAction(payload).map { "\(payload.person) \($0)" }
        return words.map {
            EventNotification(of: payload, "\($0)\(payload.pull_request.title, after: ": ")", link: page(payload))
        }
    }

    private static func describeAction(_ payload: PayloadView) -> ChatText? {
        let request = payload.pull_request
        let subject = subject(payload)
        return switch payload.action.asText {
        case "opened": request.draft.isTrue ? "opened draft \(subject)" : "opened \(subject)"
        case "closed" where request.merged.isTrue: "merged \(subject)\(request.base.ref, after: " into ")"
        case "closed": "closed \(subject) without merging it"
        case "reopened": "reopened \(subject)"
        // A team that is asked is not in the payload.
        case "review_requested": "asked \(payload.requested_reviewer.account, or: "somebody") to review \(subject)"
        case "review_request_removed":
            "no longer asks \(payload.requested_reviewer.account, or: "somebody") to review \(subject)"
        case "synchronized": "pushed to \(subject)"
        case nil: "\(payload.action) \(subject)"
        default: tidying(subject, request, payload)
        }
    }

    /// `pull_request_approved` and similar events: someone reviewed a pull request with the outcome `description`.
    static func review(_ description: ChatText) -> EventTable.Formatter {
        { payload in
            let said = payload.review.content.commentExcerpt ?? payload.pull_request.title.asText
            let words: ChatText = "\(payload.person) \(description) \(subject(payload))\(said, after: ": ")"
            return EventNotification(of: payload, words, link: page(payload))
        }
    }

    private static func subject(_ payload: PayloadView) -> ChatText {
        "pull request #\(payload.pull_request.number.or(payload.number))"
    }

    private static func page(_ payload: PayloadView) -> UntrustedText? { payload.pull_request.html_url.asText }
}
