import HarkEvents

extension Bitbucket {
    /// `repo:commit_status_created` and `repo:commit_status_updated`: a build of a commit ended.
    static func commitStatus(_ payload: PayloadView) -> EventNotification? {
        let status = payload.commit_status
        let end: ChatText
        switch status.state.asText {
        case "SUCCESSFUL": end = "succeeded"
        case "FAILED": end = "failed"
        case "STOPPED": end = "was stopped"
        case nil: end = "is \(status.state)"
        default: return nil
        }
        let source = status.repository.full_name.or(status.commit.repository.full_name).asText
        let branch = SourceBranch(status.refname, of: source, in: payload.repository.full_name.asText)
        let place: ChatText = "\(branch.words)\(commit(of: status).shortHash, after: " at ")"
        let words: ChatText = "build \(status.name.or(status.key)) \(end)\(place)\(status.description, after: ": ")"
        return EventNotification(of: payload, words, link: status.url.asText)
            .marked(Severity(ofOutcome: status.state.asText))
    }

    /// The hash of the commit, which old payloads have in a link alone.
    private static func commit(of status: PayloadView) -> PayloadView {
        let link = status.links.commit.href.asText?.split(separator: "/").last
        return status.commit["hash"].or(link.map { PayloadView($0) } ?? PayloadView(nil))
    }

    /// `repo:commit_comment_created` and `repo:comment:added`.
    static func commitComment(_ payload: PayloadView) -> EventNotification? {
        let (comment, commit) = (payload.comment, payload.commit["hash"].or(payload.commit))
        let subject: ChatText = "commit\(commit.shortHash, after: " ")"
        let words: ChatText = "\(payload.actor.person) commented on \(subject)\(payload.commentExcerpt, after: ": ")"
        return EventNotification(of: payload, words, link: comment.page ?? payload.home.page(ofCommit: commit))
    }

    /// `repo:fork`: someone forked the repository.
    static func fork(_ payload: PayloadView) -> EventNotification? {
        let words: ChatText = "\(payload.actor.person) forked the repository to \(payload.fork.repositoryName)"
        return EventNotification(of: payload, words, link: payload.fork.page)
    }

    /// `repo:forked`, Data Center's fork: `repository` is the fork.
    static func forked(_ payload: PayloadView) -> EventNotification? {
        let fork = payload.repository
        let words: ChatText = "\(payload.actor.person) forked the repository to \(fork.repositoryName)"
        return EventNotification(about: fork.origin.repositoryName.asText, words, link: fork.page)
    }

    /// `diagnostics:ping`, Data Center's "Test connection".
    static func ping(_ payload: PayloadView) -> EventNotification? { EventNotification("Bitbucket says hello.") }
}
