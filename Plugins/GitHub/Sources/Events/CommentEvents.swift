import Hark

/// `issue_comment`: somebody commented on an issue or a pull request.
struct IssueCommentEvent: Event {
    let action: String?
    let issue: Issue
    let comment: Comment
    let repository: Repository?
    let sender: User?

    var line: Line? {
        guard action == "created" else { return nil }
        let kind: Words = issue.pullRequest == nil ? "issue" : "pull request"
        let words: Words = "\(sender) commented on \(kind) #\(issue.number)\(comment.body, after: ": ")"
        return Line(in: repository, words, link: comment.page)
    }
}

/// `commit_comment`: somebody commented on a commit.
struct CommitCommentEvent: Event {
    let action: String?
    let comment: Comment
    let repository: Repository?
    let sender: User?

    var line: Line? {
        guard action == "created" else { return nil }
        let commit = comment.commit?.shortHash
        let words: Words = "\(sender) commented on commit\(commit, after: " ")\(comment.body, after: ": ")"
        return Line(in: repository, words, link: comment.page)
    }
}

/// `discussion`: somebody opened a discussion, or it found its answer.
struct DiscussionEvent: Event {
    struct Discussion: Decodable {
        let number: Int
        let title: String?
        let page: String?

        private enum CodingKeys: String, CodingKey {
            case number, title
            case page = "html_url"
        }
    }

    let action: String?
    let discussion: Discussion
    let repository: Repository?
    let sender: User?

    var line: Line? {
        deed.map { Line(in: repository, "\(sender) \($0)\(discussion.title, after: ": ")", link: discussion.page) }
    }

    private var deed: Words? {
        switch action {
        case "created": "opened discussion #\(discussion.number)"
        case "answered": "chose an answer to discussion #\(discussion.number)"
        default: nil
        }
    }
}
