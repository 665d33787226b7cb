import HarkEvents

extension GitLab {
    /// `Push Hook` and `Tag Push Hook`: a branch or a tag was created, updated or deleted.
    static func push(_ payload: PayloadView) -> EventNotification? {
        let commits = payload.commits.asList
        let push = Push(
            GitRef(payload.ref), effect(payload),
            amount: .exactly(payload.total_commits_count.asInt ?? commits.count),
            message: newest(commits), head: payload.after)
        // The message of an annotated tag; pushes of branches have none.
        let message = payload.message.firstLine
        return EventNotification(
            of: payload, "\(payload.person) \(push.words)\(message, after: ": ")", link: link(payload, push))
    }

    private static func effect(_ payload: PayloadView) -> Push.Effect {
        if payload.after.isZeroHash { return .deleted }
        return payload.before.isZeroHash ? .created : .updated
    }

    /// The newest commit comes last.
    private static func newest(_ commits: [PayloadView]) -> PayloadView {
        commits.last.map { $0.title.or($0.message) } ?? PayloadView(nil)
    }

    /// The page that GitLab itself links from its list of events. The payload only contains the commits' pages.
    private static func link(_ payload: PayloadView, _ push: Push) -> UntrustedText? {
        switch (push.effect, push.ref.name.asText, payload.before.asText, payload.after.asText) {
        case (.created, let name?, _, _) where push.ref.kind == .tag: payload.page("/-/tags/\(name.percentEncodedPath)")
        case (.created, let name?, _, _): payload.page("/-/commits/\(name.percentEncodedPath)")
        case (.updated, _, let before?, let after?): payload.page("/-/compare/\(before)...\(after)")
        default: payload.project.web_url.asText
        }
    }
}
