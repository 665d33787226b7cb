public import Hark

/// Tells chat rooms what happens on Gitea or Forgejo, one line for each happening.
public struct Gitea: Plugin {
    static let notifierSettings = Notifier.Settings(plugin: "gitea", title: "Gitea", events: events)
    static let secret = Setting<Secret>(
        "HARK_GITEA_SECRET",
        help: "The webhook's secret, as Gitea or Forgejo has it; an old one may follow after a comma."
    )

    /// The events by their header, which Forgejo sends too (docs.gitea.com/usage/webhooks). A review comes under the name
    /// of its outcome (github.com/go-gitea/gitea, "modules/webhook/type.go").
    static let events = EventTable(
        namedBy: .header("X-Gitea-Event"),
        [
            "push": push, "create": created, "delete": deleted,
            "issues": issue, "issue_comment": comment,
            "pull_request": pullRequest,
            "pull_request_approved": review("approved"),
            "pull_request_rejected": review("requested changes on"),
            "pull_request_comment": review("reviewed"),
            "release": release, "fork": fork, "repository": repository, "wiki": wikiPage,
            "status": status, "workflow_run": workflowRun, "workflow_job": workflowJob,
            "action_run_failure": actionRun("failed"), "action_run_success": actionRun("succeeded"),
            "action_run_recover": actionRun("succeeded again"),
        ]
    )

    /// Longest payload taken. Gitea sets no limit, and a push lists the files of its commits.
    static let payloadLimit = 25 * 1_048_576

    public static let manifest = Manifest<Self>(
        name: "gitea",
        summary: "Tells chat rooms what happens on Gitea or Forgejo.",
        settings: notifierSettings.all + [secret],
        routes: [
            // A long payload takes a tenth of a second to decode; other requests would wait meanwhile.
            .post("/gitea", .event(of: events), announce)
                .verified(by: .gitea, with: \.secret)
                .identified(withQuery: \.notifier.queryFields)
                .accepting(atMost: payloadLimit)
                .offloaded()
        ],
        events: events
    )

    private let secret: Secret
    private let notifier: Notifier

    public init(_ context: PluginContext) throws {
        secret = try context.settings[Self.secret]
        notifier = try Notifier(Self.notifierSettings, context)
    }

    func announce(_ delivery: Delivery<WebhookEvent>) async throws -> Response { try await notifier.announce(delivery) }
}
