import Hark

/// `push`: commits were pushed, or a branch or tag was created, moved or deleted.
struct PushEvent: Event {
    struct Pusher: Decodable {
        let name: String?
    }

    let ref: String
    let after: String?
    let created: Bool?
    let deleted: Bool?
    let forced: Bool?
    let compare: String?
    let commits: [Commit]?
    let head: Commit?
    let pusher: Pusher?
    let sender: User?
    let repository: Repository?

    private enum CodingKeys: String, CodingKey {
        case ref, after, created, deleted, forced, compare, commits
        case head = "head_commit"
        case pusher, sender, repository
    }

    var line: Line? {
        let who: Words = pusher?.name.map { "\($0)" } ?? "\(sender)"
        let page = deleted == true ? repository?.page : compare
        return Line(in: repository, "\(who) \(deed)", link: page)
    }

    private var deed: Words {
        let target = GitRef(ref)
        let isNew = created == true
        if deleted == true { return "deleted \(target.kind.words) \(target.name)" }
        if target.kind != .branch { return "\(isNew ? "pushed" : "moved") \(target.kind.words) \(target.name)" }
        let isEmpty = (commits ?? []).isEmpty
        if isNew {
            return isEmpty ? "created branch \(target.name)" : "created branch \(target.name) with \(amount)\(summary)"
        }
        let verb: Words = forced == true ? "force-pushed" : "pushed"
        if isEmpty { return "\(verb) \(target.name)\(after?.shortHash, after: ", now at ")" }
        return "\(verb) \(amount) to \(target.name)\(summary)"
    }

    private var amount: Words {
        let count = commits?.count ?? 0
        return count == 1 ? "1 commit" : "\(count) commits"
    }

    /// The newest commit's title, and how many came with it.
    private var summary: Words {
        let others = (commits?.count ?? 0) - 1
        let title: Words = "\((head ?? commits?.last)?.title, after: ": ")"
        return others > 0 ? "\(title) (+\(others) more)" : title
    }
}
