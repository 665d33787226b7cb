public import Hark

/// Tells chat rooms what happens on GitLab, one line for each happening.
public struct GitLab: Plugin {
    static let notifierSettings = Notifier.Settings(plugin: "gitlab", title: "GitLab", events: events)
    static let secret = Setting<Secret>(
        "HARK_GITLAB_SECRET",
        help: "The webhook's secret token or signing token, as GitLab has it; an old one may follow after a comma."
    )

    /// The events by their header (docs.gitlab.com/user/project/integrations/webhook_events). What happens to
    /// confidential issues has names of its own, and a box of its own at GitLab.
    static let events = EventTable(
        namedBy: .header("X-Gitlab-Event"),
        actionIn: ["object_attributes.action", "object_attributes.status", "action", "status", "build_status"],
        [
            "Push Hook": push, "Tag Push Hook": push,
            "Issue Hook": issue, "Confidential Issue Hook": issue,
            "Note Hook": note, "Confidential Note Hook": note,
            "Merge Request Hook": mergeRequest,
            "Pipeline Hook": pipeline, "Job Hook": job,
            "Deployment Hook": deployment, "Release Hook": release, "Feature Flag Hook": featureFlag,
            "Wiki Page Hook": wikiPage,
            "Milestone Hook": milestone, "Member Hook": member,
            "Vulnerability Hook": vulnerability, "Resource Access Token Hook": accessToken,
        ]
    )

    /// Longest payload that GitLab sends: 25 MB (gitlab.com/gitlab-org/gitlab/-/merge_requests/38687).
    static let payloadLimit = 25 * 1_048_576

    public static let manifest = Manifest<Self>(
        name: "gitlab",
        summary: "Tells chat rooms what happens on GitLab.",
        settings: notifierSettings.all + [secret],
        routes: [
            // A long payload takes a tenth of a second to decode; other requests would wait meanwhile.
            .post("/gitlab", .event(of: events), announce)
                .verified(by: .gitlab, with: \.secret)
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
