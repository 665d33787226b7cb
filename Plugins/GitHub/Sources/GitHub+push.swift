import Hark

extension GitHub {
    /// `push`: commits were pushed, or a branch or tag was created, moved or deleted.
    static func push(_ payload: Facts) -> Line? {
        let who = payload.pusher.name.text ?? payload.sender.login.text ?? "ghost"
        let page = payload.deleted.isTrue ? payload.repository.html_url : payload.compare
        return Line(of: payload, "\(who) \(change(payload))", link: page.text)
    }

    /// `create`: a branch or tag was created.
    static func created(_ payload: Facts) -> Line? { reference(payload, "created") }

    /// `delete`: a branch or tag was deleted.
    static func deleted(_ payload: Facts) -> Line? { reference(payload, "deleted") }

    /// `commit_comment`: somebody commented on a commit.
    static func commitComment(_ payload: Facts) -> Line? {
        let comment = payload.comment
        let commit: Words = "commit\(comment.commit_id.shortHash, after: " ")"
        return payload.deed(
            to: "a comment on \(commit)", ["created": "commented on \(commit)\(comment.body, after: ": ")"]
        )
        .map { Line(of: payload, "\(account: payload.sender) \($0)", link: comment.html_url.text) }
    }

    private static func reference(_ payload: Facts, _ verb: Words) -> Line {
        let words: Words = "\(account: payload.sender) \(verb) \(payload.ref_type, or: "reference") \(payload.ref)"
        return Line(of: payload, words, link: payload.repository.html_url.text)
    }

    private static func change(_ payload: Facts) -> Words {
        let target = GitRef(payload.ref)
        let isNew = payload.created.isTrue
        if payload.deleted.isTrue { return "deleted \(target.kind.rawValue) \(target.name)" }
        if target.kind != .branch { return "\(isNew ? "pushed" : "moved") \(target.kind.rawValue) \(target.name)" }
        let amount: Words = "\(payload.commits.list.count, "commit")"
        let isEmpty = payload.commits.list.isEmpty
        if isNew {
            return isEmpty
                ? "created branch \(target.name)" : "created branch \(target.name) with \(amount)\(summary(payload))"
        }
        let verb: Words = payload.forced.isTrue ? "force-pushed" : "pushed"
        if isEmpty { return "\(verb) \(target.name)\(payload.after.shortHash, after: ", now at ")" }
        return "\(verb) \(amount) to \(target.name)\(summary(payload))"
    }

    /// The newest commit's title, and how many came with it.
    private static func summary(_ payload: Facts) -> Words {
        let commits = payload.commits.list
        let title: Words = "\(payload.head_commit.message.firstLine ?? commits.last?.message.firstLine, after: ": ")"
        return commits.count > 1 ? "\(title) (+\(commits.count - 1) more)" : title
    }
}
