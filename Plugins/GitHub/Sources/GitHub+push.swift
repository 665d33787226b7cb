import HarkEvents

extension GitHub {
    /// `push`: commits were pushed, or a branch or tag was created, moved or deleted.
    static func push(_ payload: PayloadView) -> EventNotification? {
        let ref = GitRef(payload.ref)
        guard !isQueued(ref.name) else { return nil }
        let who = payload.pusher.name.asText?.personName ?? payload.sender.login.asText ?? "ghost"
        // GitHub itself sends a ping as a test. Other code hosts that speak its language send a push.
        guard let hashed = Push.Effect(before: payload.before, after: payload.after) else {
            return .hello(from: "GitHub", to: payload.repository.fullName)
        }
        // Those hosts leave out the flags, and Gitea has another name for the page.
        let hasFlags = payload.created.exists && payload.deleted.exists
        let effect: Push.Effect =
            payload.deleted.isTrue ? .deleted : payload.created.isTrue ? .created : hasFlags ? .updated : hashed
        let page = effect == .deleted ? payload.repository.html_url : payload.compare.or(payload.compare_url)
        let commits = payload.commits.asList
        let newest = payload.head_commit.message
        let push = Push(
            ref, effect, amount: .exactly(commits.count),
            message: newest.exists ? newest : commits.last?.message ?? newest, head: payload.after,
            isForced: payload.forced.isTrue)
        return EventNotification(of: payload, "\(who) \(push.words)", link: page.asText)
    }

    /// `create`: a branch or tag was created.
    static func created(_ payload: PayloadView) -> EventNotification? { reference(payload, "created", isThere: true) }

    /// `delete`: a branch or tag was deleted.
    static func deleted(_ payload: PayloadView) -> EventNotification? { reference(payload, "deleted", isThere: false) }

    /// `commit_comment`: someone commented on a commit.
    static func commitComment(_ payload: PayloadView) -> EventNotification? {
        let comment = payload.comment
        let commit: ChatText = "commit\(comment.commit_id.shortHash, after: " ")"
        return payload.describeAction(
            to: "a comment on \(commit)",
            ["created": "commented on \(commit)\(comment.body.commentExcerpt, after: ": ")"]
        )
        .map { EventNotification(of: payload, "\(account: payload.sender) \($0)", link: comment.html_url.asText) }
    }

    /// An existing branch or tag has a page; for a deleted one, the link leads to the list.
    private static func reference(_ payload: PayloadView, _ verb: ChatText, isThere: Bool) -> EventNotification? {
        guard !isQueued(payload.ref) else { return nil }
        let words: ChatText = "\(account: payload.sender) \(verb) \(payload.ref_type, or: "reference") \(payload.ref)"
        let list = payload.ref_type.asText == "tag" ? "/tags" : "/branches"
        let page = isThere ? payload.ref.asText.map { "/tree/\($0.percentEncodedPath)" } : list
        return EventNotification(
            of: payload, words, link: payload.repository.html_url.asText.map { "\($0)\(page ?? "")" })
    }

    /// Whether this is one of the branches that GitHub creates for each pull request in a merge queue, and deletes
    /// again (docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository, "Managing a merge
    /// queue").
    private static func isQueued(_ branch: PayloadView) -> Bool {
        branch.asText?.hasPrefix("gh-readonly-queue/") ?? false
    }
}
