import Hark

/// `pull_request`: somebody did something with a pull request.
struct PullRequestEvent: Event {
    struct Team: Decodable {
        let name: String?
    }

    let action: String?
    let pullRequest: PullRequest
    let reviewer: User?
    let team: Team?
    let assignee: User?
    let repository: Repository?
    let sender: User?

    private enum CodingKeys: String, CodingKey {
        case action
        case pullRequest = "pull_request"
        case reviewer = "requested_reviewer"
        case team = "requested_team"
        case assignee, repository, sender
    }

    var line: Line? {
        deed.map { Line(in: repository, "\(sender) \($0)\(pullRequest.title, after: ": ")", link: pullRequest.page) }
    }

    private var deed: Words? {
        let subject = pullRequest.words
        return switch action {
        case "opened": pullRequest.draft == true ? "opened draft \(subject)" : "opened \(subject)"
        case "closed" where pullRequest.merged == true: "merged \(subject)\(pullRequest.base?.ref, after: " into ")"
        case "closed": "closed \(subject) without merging it"
        case "reopened": "reopened \(subject)"
        case "ready_for_review": "marked \(subject) as ready for review"
        case "converted_to_draft": "turned \(subject) into a draft"
        case "review_requested": "asked \(team?.name ?? reviewer?.login ?? "ghost") to review \(subject)"
        case "assigned": "assigned \(subject) to \(assignee)"
        default: nil
        }
    }
}

/// `pull_request_review`: somebody reviewed a pull request.
struct PullRequestReviewEvent: Event {
    struct Review: Decodable {
        let state: String?
        let page: String?

        private enum CodingKeys: String, CodingKey {
            case state
            case page = "html_url"
        }
    }

    let action: String?
    let review: Review
    let pullRequest: PullRequest
    let repository: Repository?
    let sender: User?

    private enum CodingKeys: String, CodingKey {
        case action, review
        case pullRequest = "pull_request"
        case repository, sender
    }

    var line: Line? {
        guard action == "submitted" else { return nil }
        let verb: Words =
            switch review.state?.lowercased() {
            case "approved": "approved"
            case "changes_requested": "requested changes on"
            default: "reviewed"
            }
        let title = pullRequest.title
        return Line(in: repository, "\(sender) \(verb) \(pullRequest.words)\(title, after: ": ")", link: review.page)
    }
}

/// A pull request.
struct PullRequest: Decodable, Sendable {
    struct Branch: Decodable {
        let ref: String?
    }

    let number: Int
    let title: String?
    let page: String?
    let draft: Bool?
    let merged: Bool?
    let base: Branch?

    /// What to call it in a sentence.
    var words: Words { "pull request #\(number)" }

    private enum CodingKeys: String, CodingKey {
        case number, title
        case page = "html_url"
        case draft, merged, base
    }
}
