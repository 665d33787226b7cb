import HarkEvents

extension GitLab {
    /// `Merge Request Hook`: someone did something with a merge request.
    static func mergeRequest(_ payload: PayloadView) -> EventNotification? {
        let request = payload.object_attributes
        let subject: ChatText = "merge request !\(request.iid)"
        // GitLab's own test button sends no action.
        let words: ChatText? =
            if let action = request.action.asText {
                reset(action, subject, request)
                    ?? describeAction(action, subject, payload).map { "\(payload.person) \($0)" }
            } else {
                "\(subject) is \(state(of: request))"
            }
        return words.map {
            EventNotification(of: payload, "\($0)\(title(of: request, payload), after: ": ")", link: request.url.asText)
        }
    }

    private static func describeAction(_ action: UntrustedText, _ subject: ChatText, _ payload: PayloadView)
        -> ChatText?
    {
        let request = payload.object_attributes
        return switch action {
        case "open": isDraft(request) ? "opened draft \(subject)" : "opened \(subject)"
        case "close": "closed \(subject) without merging it"
        case "reopen": "reopened \(subject)"
        case "merge": "merged \(subject)\(request.target_branch, after: " into ")"
        // The second of each pair is one of several required approvals.
        case "approved", "approval": "approved \(subject)"
        case "unapproved", "unapproval": "took back the approval of \(subject)"
        case "update": update(ofMergeRequest: subject, payload) ?? edit(of: subject, payload.changes)
        default: nil
        }
    }

    /// A push reset approvals, which GitLab reports in the name of the person who pushed
    /// (docs.gitlab.com/user/project/integrations/webhook_events, "System-initiated merge request events").
    private static func reset(_ action: UntrustedText, _ subject: ChatText, _ request: PayloadView) -> ChatText? {
        guard request.system.isTrue, ["unapproved", "unapproval"].contains(action) else { return nil }
        return switch request.system_action.asText {
        case "approvals_reset_on_push": "a push reset the approvals of \(subject)"
        case "code_owner_approvals_reset_on_push": "a push reset the code owners' approvals of \(subject)"
        default: "GitLab took back the approval of \(subject)"
        }
    }

    /// The part of an update that is announced without being asked for: draft status, reviewers and their state,
    /// assignees.
    static func update(ofMergeRequest subject: ChatText, _ payload: PayloadView) -> ChatText? {
        let changes = payload.changes
        if changes.draft.exists {
            return changes.draft.current.isTrue
                ? "turned \(subject) into a draft" : "marked \(subject) as ready for review"
        }
        let reviewers = PeopleChange(changes.reviewers)
        if !reviewers.added.isEmpty { return "asked \(list: reviewers.added) to review \(subject)" }
        if !reviewers.askedAgain.isEmpty { return "asked \(list: reviewers.askedAgain) to review \(subject) again" }
        if reviewers.requestsChanges { return "requested changes on \(subject)" }
        return assignment(of: subject, payload)
    }

    /// The labels and texts that an update changed, in the words of GitLab's pages. What changes by itself after each
    /// push is left out.
    static func edits(of changes: PayloadView) -> [UntrustedText] {
        let fields = ["title", "description", "labels", "milestone_id", "target_branch"]
        return fields.filter { changes[$0].exists }
            .map { UntrustedText($0).dropping(suffix: "_id").replacing("_", with: " ") }
    }

    private static func edit(of subject: ChatText, _ changes: PayloadView) -> ChatText? {
        let names = edits(of: changes)
        return names.isEmpty ? nil : "changed \(list: names) of \(subject)"
    }

    private static func isDraft(_ request: PayloadView) -> Bool { request.draft.or(request.work_in_progress).isTrue }

    /// The title, without its draft prefix if the line already says that it is a draft
    /// (docs.gitlab.com/user/project/merge_requests/drafts).
    private static func title(of request: PayloadView, _ payload: PayloadView) -> UntrustedText? {
        let saysDraft = request.action.asText == "open" ? isDraft(request) : payload.changes.draft.current.isTrue
        let mark = ["Draft:", "[Draft]", "(Draft)"].first { request.title.asText?.hasPrefix($0) ?? false }
        guard saysDraft, let mark else { return request.title.asText }
        return request.title.asText?.dropping(prefix: mark)
    }
}
