public import HarkEvents

/// Announces in chat rooms what happens on Gitea or Forgejo, one line for each event.
public struct Gitea: ProviderPlugin {
    public static let provider = Provider(
        "gitea", title: "Gitea", summary: "Announces what happens on Gitea or Forgejo.",
        verifier: .gitea,
        secret: "The webhook's secret, as Gitea or Forgejo has it; an old one may follow after a comma.",
        events: EventTable(
            events,
            actionIn: ["action", "state"],
            knownActions: knownActions,
            quiet: quiet,
            facts: facts),
        links: links,
        // Longest payload taken. Gitea sets no limit, and a push lists the files of its commits.
        payloadLimit: 25 * 1_048_576
    )

    /// The events by their header, which Forgejo sends too (docs.gitea.com/usage/webhooks). The event of a review has
    /// the name of its outcome (github.com/go-gitea/gitea, "modules/webhook/type.go").
    static let events: [String: EventTable.Formatter] = [
        "push": push, "create": created, "delete": deleted,
        "issues": issue, "issue_comment": comment,
        "pull_request": pullRequest,
        "pull_request_approved": review("approved"),
        "pull_request_rejected": review("requested changes on"),
        "pull_request_comment": review("reviewed"),
        "release": release, "fork": fork, "repository": repository, "wiki": wikiPage,
        "package": package,
        "status": status, "workflow_run": workflowRun, "workflow_job": workflowJob,
        "action_run_failure": actionRun("failed"), "action_run_success": actionRun("succeeded"),
        "action_run_recover": actionRun("succeeded again"),
    ]

    public let receiver: EventReceiver

    public init(_ receiver: EventReceiver) { self.receiver = receiver }
}
