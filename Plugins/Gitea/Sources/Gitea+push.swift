import HarkEvents

extension Gitea {
    /// `push`: commits were pushed to a branch, or a tag. *Test Delivery* sends a push of the newest commit from itself
    /// to itself, or from nothing to nothing.
    static func push(_ payload: PayloadView) -> EventNotification? {
        let commits = payload.commits.asList
        // The newest commit comes first.
        let newest = payload.head_commit.exists ? payload.head_commit : commits.first ?? PayloadView(nil)
        guard let effect = Push.Effect(before: payload.before, after: payload.after) else {
            return .hello(from: "Gitea", to: payload.repository.full_name.asText)
        }
        let push = Push(
            GitRef(payload.ref), effect,
            amount: .exactly(payload.total_commits.asInt ?? commits.count),
            message: newest.message, head: payload.after)
        let who = payload.pusher.account.or(payload.sender.account)
        return EventNotification(of: payload, "\(who, or: "somebody") \(push.words)", link: link(payload, push))
    }

    /// The link to the comparison, which payloads contain for an existing branch; for a new one, the link to the
    /// branch.
    private static func link(_ payload: PayloadView, _ push: Push) -> UntrustedText? {
        switch push.effect {
        case .created: page(of: push.ref, payload)
        case .updated: payload.compare_url.asText
        case .deleted: payload.page("")
        }
    }

    /// `create`: a branch or a tag was created.
    static func created(_ payload: PayloadView) -> EventNotification? {
        let ref = GitRef(kind: payload.ref_type, name: payload.ref)
        return EventNotification(
            of: payload, "\(payload.person) created \(ref.words)", link: page(of: ref, payload))
    }

    /// `delete`: a branch or a tag was deleted.
    static func deleted(_ payload: PayloadView) -> EventNotification? {
        let ref = GitRef(kind: payload.ref_type, name: payload.ref)
        return EventNotification(of: payload, "\(payload.person) deleted \(ref.words)", link: payload.page(""))
    }

    private static func page(of ref: GitRef, _ payload: PayloadView) -> UntrustedText? {
        guard let name = ref.name.asText?.percentEncodedPath, ref.kind != .reference else { return payload.page("") }
        return payload.page(ref.kind == .tag ? "/src/tag/\(name)" : "/src/branch/\(name)")
    }
}
