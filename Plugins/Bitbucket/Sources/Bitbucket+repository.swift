import HarkEvents

extension Bitbucket {
    /// `repo:commit_status_created` and `repo:commit_status_updated`: a build of a commit began or ended.
    static func commitStatus(_ payload: PayloadView) -> EventNotification? {
        let status = payload.commit_status
        let end: ChatText
        switch status.state.asText {
        case "SUCCESSFUL": end = "succeeded"
        case "FAILED": end = "failed"
        case "STOPPED": end = "was stopped"
        case "INPROGRESS": end = "is running"
        case nil: end = "is \(status.state)"
        default: return nil
        }
        let place: ChatText = "\(branch(of: status, payload).words)\(commit(of: status).shortHash, after: " at ")"
        let words: ChatText = "build \(status.name.or(status.key)) \(end)\(place)\(status.description, after: ": ")"
        return EventNotification(of: payload, words, link: status.url.asText)
    }

    /// What a build ran for.
    static func branch(of status: PayloadView, _ payload: PayloadView) -> SourceBranch {
        let source = status.repository.full_name.or(status.commit.repository.full_name).asText
        return SourceBranch(status.refname, of: source, in: payload.repository.full_name.asText)
    }

    /// The hash of the commit, which old payloads have in a link alone.
    private static func commit(of status: PayloadView) -> PayloadView {
        let link = status.links.commit.href.asText?.split(separator: "/").last
        return status.commit["hash"].or(link.map { PayloadView($0) } ?? PayloadView(nil))
    }

    /// A formatter for what became of a comment on a commit, with what it says.
    static func commentOnCommit(_ verb: ChatText, isShown: Bool = true) -> EventTable.Formatter {
        { payload in
            let (comment, commit) = (payload.comment, payload.commit["hash"].or(payload.commit))
            let subject: ChatText = "commit\(commit.shortHash, after: " ")"
            let said = isShown ? payload.commentExcerpt : nil
            let words: ChatText = "\(payload.actor.person) \(verb) \(subject)\(said, after: ": ")"
            return EventNotification(of: payload, words, link: comment.page ?? payload.home.page(ofCommit: commit))
        }
    }

    /// A formatter for what was done to the repository as a whole.
    static func repository(_ verb: ChatText) -> EventTable.Formatter {
        { payload in
            EventNotification(
                of: payload, "\(payload.actor.person) \(verb) the repository", link: payload.repository.page)
        }
    }

    /// `repo:modified`, Data Center's change of a repository.
    static func repositoryModified(_ payload: PayloadView) -> EventNotification? {
        let (old, new) = (payload.old.repositoryName.asText, payload.new.repositoryName.asText)
        let words: ChatText = old == new ? "changed the repository" : "renamed the repository\(old, after: " from ")"
        return EventNotification(about: new, "\(payload.actor.person) \(words)", link: payload.new.page)
    }

    /// `project:updated` and `project:modified`.
    static func projectUpdated(_ payload: PayloadView) -> EventNotification? {
        let project = payload.new.exists ? payload.new : payload.project
        return EventNotification(
            "\(payload.actor.person) changed the project \(project.name.or(project.key))", link: project.page)
    }

    /// `repo:secret_detected`: a push brought something that looks like a secret, which is never said.
    static func secretDetected(_ payload: PayloadView) -> EventNotification? {
        EventNotification(
            of: payload, "a push by \(payload.actor.person) seems to have a secret in it", link: payload.repository.page
        )
        .marked(.error)
    }

    /// `mirror:repo_synchronized`.
    static func mirrored(_ payload: PayloadView) -> EventNotification? {
        let mirror: ChatText = "\(payload.mirrorServer.name, or: "a mirror")"
        return EventNotification(
            of: payload, "\(mirror) has the repository's newest state", link: payload.repository.page)
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
