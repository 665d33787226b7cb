import HarkEvents

extension GitHub {
    /// Issues and pull requests: `#12` and `acme/rocket#12`
    /// (https://docs.github.com/en/rest/issues/issues#get-an-issue, which also answers for pull requests).
    static let links = LinkLookup(
        [.issue], defaultIn: "REPOSITORY",
        server: "The address of the API; of GitHub Enterprise Server https://github.example.org/api/v3.",
        defaultServer: BaseURL(constant: "https://api.github.com"),
        token: "A token that may read issues and pull requests; with it, #12 in a message is answered with its title.",
        headers: { access in
            [
                "Authorization": "Bearer \(access.token.reveal())", "Accept": "application/vnd.github+json",
                "X-GitHub-Api-Version": "2022-11-28",
            ]
        },
        request: { reference in
            .get(
                ["repos"] + reference.project.split(separator: "/").map(String.init) + [
                    "issues", "\(reference.number)",
                ])
        },
        answer: { issue, reference, _ in
            EventNotification(reference, title: issue.title, state: state(of: issue), link: issue.html_url.asText)
        })

    private static func state(of issue: PayloadView) -> ChatText {
        guard !issue.pull_request.exists else {
            if issue.pull_request.merged_at.exists { return "merged pull request" }
            let isDraft = issue.draft.isTrue && issue.state.asText == "open"
            return isDraft ? "draft pull request" : "\(issue.state) pull request"
        }
        return switch issue.state_reason.asText {
        case "not_planned": "\(issue.state) as not planned"
        case "duplicate": "\(issue.state) as a duplicate"
        default: "\(issue.state)"
        }
    }
}
