public import Hark

/// Tells chat rooms what people do in Jira.
public struct Jira: Plugin {
    static let notifierSettings = Notifier.Settings(plugin: "jira", title: "Jira", events: events)
    static let secret = Setting<Secret>(
        "HARK_JIRA_SECRET",
        help: "The secret of Jira's webhook; an old one may follow after a comma."
    )

    /// The events of developer.atlassian.com/cloud/jira/platform/webhooks that are told. A webhook that a workflow
    /// triggers names none.
    static let events = EventTable(
        namedBy: .field("webhookEvent"),
        [
            "jira:issue_created": issueCreated,
            "jira:issue_updated": issueUpdated,
            "jira:issue_deleted": issueDeleted,
            "comment_created": commentCreated,
            "comment_updated": commentUpdated,
            "comment_deleted": commentDeleted,
            "worklog_created": worklogCreated,
            "worklog_updated": worklogUpdated,
            "worklog_deleted": worklogDeleted,
            "sprint_created": sprint("was created"),
            "sprint_updated": sprint("was changed"),
            "sprint_deleted": sprint("was deleted", isThere: false),
            "sprint_started": sprint("started"),
            "sprint_closed": sprint("was completed"),
            "jira:version_released": version("was released"),
            "jira:version_unreleased": version("is not released after all"),
        ],
        nameless: transition
    )

    /// Longest payload taken. Jira Data Center names no limit, and an issue comes with all its fields and comments.
    static let payloadLimit = 25 * 1_048_576

    public static let manifest = Manifest<Self>(
        name: "jira",
        summary: "Tells what becomes of issues, sprints and versions.",
        settings: notifierSettings.all + [secret],
        routes: [
            // A long payload takes a tenth of a second to decode; other requests would wait meanwhile.
            .post("/jira", .event(of: events), announce)
                .verified(by: .jira, with: \.secret)
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
