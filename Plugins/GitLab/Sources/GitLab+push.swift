import HarkEvents

extension GitLab {
    /// `Push Hook`, and `Tag Push Hook` of a tag: a branch or a tag was created, updated or deleted.
    static func push(_ payload: PayloadView) -> EventNotification? {
        let commits = payload.commits.asList
        guard let effect = Push.Effect(before: payload.before, after: payload.after), !isTest(payload) else {
            return .hello(from: "GitLab", to: payload.projectName)
        }
        let push = Push(
            GitRef(payload.ref), effect,
            amount: .exactly(payload.total_commits_count.asInt ?? commits.count),
            message: newest(commits), head: payload.after)
        // The message of an annotated tag; pushes of branches have none.
        let message = payload.message.firstLine
        return EventNotification(
            of: payload, "\(payload.person) \(push.words)\(message, after: ": ")", link: link(payload, push))
    }

    /// `Tag Push Hook`. The test of this trigger sends a push of the default branch, made up of its newest commits
    /// (gitlab.com/gitlab-org/gitlab, "app/services/test_hooks/project_service.rb").
    static func tagPush(_ payload: PayloadView) -> EventNotification? {
        GitRef(payload.ref).kind == .branch ? .hello(from: "GitLab", to: payload.projectName) : push(payload)
    }

    /// Whether it is the test of an empty repository, which has a branch but no commit: no hash before and none after.
    private static func isTest(_ payload: PayloadView) -> Bool {
        let hashes = payload.before.or(payload.after).or(payload.checkout_sha)
        return !hashes.exists && payload.ref.exists && payload.total_commits_count.asInt == 0
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
