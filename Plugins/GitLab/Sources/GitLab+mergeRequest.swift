import Hark

extension GitLab {
    /// `Merge Request Hook`: somebody did something with a merge request.
    static func mergeRequest(_ payload: Facts) -> Line? {
        let request = payload.object_attributes
        let title: Words = "\(request.title, after: ": ")"
        // GitLab's own test button sends no action.
        guard let action = request.action.text else {
            let words: Words = "merge request !\(request.iid) is \(state(of: request))\(title)"
            return Line(in: payload, words, link: request.url.text)
        }
        return deed(action, payload).map {
            Line(in: payload, "\(payload.actor) \($0)\(title)", link: request.url.text)
        }
    }

    private static func deed(_ action: String, _ payload: Facts) -> Words? {
        let request = payload.object_attributes
        let subject: Words = "merge request !\(request.iid)"
        return switch action {
        case "open": request.draft.or(request.work_in_progress).isTrue ? "opened draft \(subject)" : "opened \(subject)"
        case "close": "closed \(subject) without merging it"
        case "reopen": "reopened \(subject)"
        case "merge": "merged \(subject)\(request.target_branch, after: " into ")"
        // The second of each pair is one approval of several that are required.
        case "approved", "approval": "approved \(subject)"
        case "unapproved", "unapproval": "took back the approval of \(subject)"
        case "update": update(of: subject, payload)
        default: nil
        }
    }

    /// What an update changed, if it is worth a line: whether it is a draft, who reviews it, who is assigned.
    private static func update(of subject: Words, _ payload: Facts) -> Words? {
        let changes = payload.changes
        if changes.draft.exists {
            return changes.draft.current.isTrue
                ? "turned \(subject) into a draft" : "marked \(subject) as ready for review"
        }
        let reviewers = added(in: changes.reviewers)
        if !reviewers.isEmpty { return "asked \(list: reviewers) to review \(subject)" }
        return assignment(of: subject, payload)
    }
}
