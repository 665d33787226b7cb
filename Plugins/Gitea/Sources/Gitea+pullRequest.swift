import Hark

extension Gitea {
    /// `pull_request`: somebody did something with a pull request.
    static func pullRequest(_ payload: Facts) -> Line? {
        deed(payload).map {
            let title: Words = "\(payload.pull_request.title, after: ": ")"
            return Line(in: payload, "\(payload.sender.account) \($0)\(title)", link: page(payload))
        }
    }

    private static func deed(_ payload: Facts) -> Words? {
        let request = payload.pull_request
        let subject = subject(payload)
        return switch payload.action.text {
        case "opened": request.draft.isTrue ? "opened draft \(subject)" : "opened \(subject)"
        case "closed" where request.merged.isTrue: "merged \(subject)\(request.base.ref, after: " into ")"
        case "closed": "closed \(subject) without merging it"
        case "reopened": "reopened \(subject)"
        case "review_requested": "asked \(payload.requested_reviewer.account) to review \(subject)"
        case "assigned": assignment(of: subject, request)
        case nil: "\(payload.action) \(subject)"
        default: nil
        }
    }

    /// `pull_request_approved` and the like: somebody reviewed a pull request, and `deed` is the outcome.
    static func review(_ deed: Words) -> EventTable.Telling {
        { payload in
            let said = payload.review.content.remark ?? payload.pull_request.title.text
            let words: Words = "\(payload.sender.account) \(deed) \(subject(payload))\(said, after: ": ")"
            return Line(in: payload, words, link: page(payload))
        }
    }

    private static func subject(_ payload: Facts) -> Words {
        "pull request #\(payload.pull_request["number"].or(payload["number"]))"
    }

    private static func page(_ payload: Facts) -> UntrustedText? { payload.pull_request.html_url.text }
}
