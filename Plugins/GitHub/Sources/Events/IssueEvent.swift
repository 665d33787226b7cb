import Hark

/// `issues`: somebody did something with an issue.
struct IssueEvent: Event {
    let action: String?
    let issue: Issue
    let assignee: User?
    let repository: Repository?
    let sender: User?

    var line: Line? {
        deed.map { Line(in: repository, "\(sender) \($0)\(issue.title, after: ": ")", link: issue.page) }
    }

    private var deed: Words? {
        switch action {
        case "opened": "opened issue #\(issue.number)"
        case "reopened": "reopened issue #\(issue.number)"
        case "closed" where issue.reason == "not_planned": "closed issue #\(issue.number) as not planned"
        case "closed" where issue.reason == "duplicate": "closed issue #\(issue.number) as a duplicate"
        case "closed": "closed issue #\(issue.number)"
        case "deleted": "deleted issue #\(issue.number)"
        case "transferred": "transferred issue #\(issue.number)"
        case "assigned": "assigned issue #\(issue.number) to \(assignee)"
        default: nil
        }
    }
}

/// An issue; where GitHub speaks of both alike, a pull request too.
struct Issue: Decodable, Sendable {
    /// Says that the issue is a pull request, by being there.
    struct PullRequestMark: Decodable {}

    let number: Int
    let title: String?
    let reason: String?
    let page: String?
    let pullRequest: PullRequestMark?

    private enum CodingKeys: String, CodingKey {
        case number, title
        case reason = "state_reason"
        case page = "html_url"
        case pullRequest = "pull_request"
    }
}
