import HarkEvents

extension Gitea {
    /// Issues and pull requests: `#12` and `acme/rocket#12` (docs.gitea.com/api, "Get an issue", which also answers for
    /// pull requests).
    static let links = LinkLookup(
        [.issue], defaultIn: "REPOSITORY",
        server: "The server's address as browsers show it; HARK_GITEA_TOKEN needs it.",
        token: "A token with the scope read:issue; with it, #12 in a message is answered with its title.",
        headers: { ["Authorization": "token \($0.token.reveal())"] },
        request: { reference in
            let path = reference.project.split(separator: "/").map(String.init)
            return .get(["api", "v1", "repos"] + path + ["issues", "\(reference.number)"])
        },
        answer: { issue, reference, _ in
            EventNotification(reference, title: issue.title, state: state(of: issue), link: issue.html_url.asText)
        })

    private static func state(of issue: PayloadView) -> ChatText {
        let pullRequest = issue.pull_request
        guard pullRequest.exists else { return "\(issue.state)" }
        if pullRequest.merged.isTrue { return "merged pull request" }
        let isDraft = pullRequest.draft.isTrue && issue.state.asText == "open"
        return isDraft ? "draft pull request" : "\(issue.state) pull request"
    }
}
