import Hark

extension Bitbucket {
    /// `repo:commit_status_created` and `repo:commit_status_updated`: a build of a commit ended.
    static func commitStatus(_ payload: Facts) -> Line? {
        let status = payload.commit_status
        let end: Words
        switch status.state.text {
        case "SUCCESSFUL": end = "succeeded"
        case "FAILED": end = "failed"
        case "STOPPED": end = "was stopped"
        case nil: end = "is \(status.state)"
        default: return nil
        }
        let place: Words = "\(status.refname, after: " on ")\(commit(of: status).shortHash, after: " at ")"
        let words: Words = "build \(status.name.or(status.key)) \(end)\(place)\(status.description, after: ": ")"
        return Line(in: payload, words, link: status.url.text)
    }

    /// The hash of the commit, which old payloads have in a link alone.
    private static func commit(of status: Facts) -> Facts {
        let link = status.links.commit.href.text?.split(separator: "/").last
        return status.commit["hash"].or(link.map { Facts($0) } ?? Facts(nil))
    }

    /// `repo:commit_comment_created` and `repo:comment:added`.
    static func commitComment(_ payload: Facts) -> Line? {
        let (comment, commit) = (payload.comment, payload.commit["hash"].or(payload.commit))
        let subject: Words = "commit\(commit.shortHash, after: " ")"
        let words: Words = "\(payload.actor.person) commented on \(subject)\(comment.said, after: ": ")"
        return Line(in: payload, words, link: comment.page ?? payload.home.page(ofCommit: commit))
    }

    /// `repo:fork`: somebody forked the repository.
    static func fork(_ payload: Facts) -> Line? {
        let words: Words = "\(payload.actor.person) forked the repository to \(payload.fork.repositoryName)"
        return Line(in: payload, words, link: payload.fork.page)
    }

    /// `repo:forked`, Data Center's fork: `repository` is the fork.
    static func forked(_ payload: Facts) -> Line? {
        let fork = payload.repository
        let words: Words = "\(payload.actor.person) forked the repository to \(fork.repositoryName)"
        return Line(in: fork.origin.repositoryName.text, words, link: fork.page)
    }

    /// `diagnostics:ping`, Data Center's "Test connection".
    static func ping(_ payload: Facts) -> Line? { Line("Bitbucket says hello.") }
}
