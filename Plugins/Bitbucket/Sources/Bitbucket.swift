public import Hark

/// Tells chat rooms what happens on Bitbucket, Cloud or Data Center, one line for each happening.
public struct Bitbucket: Plugin {
    static let notifierSettings = Notifier.Settings(plugin: "bitbucket", title: "Bitbucket", events: events)
    static let secret = Setting<Secret>(
        "HARK_BITBUCKET_SECRET",
        help: "The webhook's secret, as Bitbucket has it; an old one may follow after a comma."
    )

    static let events = EventTable(
        namedBy: .header("X-Event-Key"), cloudEvents.merging(dataCenterEvents) { cloud, _ in cloud })

    /// Bitbucket Cloud's (support.atlassian.com/bitbucket-cloud/docs/event-payloads).
    private static let cloudEvents: [String: EventTable.Formatter] = [
        "repo:push": push,
        "repo:fork": fork,
        "repo:commit_comment_created": commitComment,
        "repo:commit_status_created": commitStatus,
        "repo:commit_status_updated": commitStatus,
        "issue:created": issueCreated,
        "issue:updated": issueUpdated,
        "issue:comment_created": issueComment,
        "pullrequest:created": opened,
        "pullrequest:approved": pullRequest("approved"),
        "pullrequest:unapproved": pullRequest("took back the approval of"),
        "pullrequest:changes_request_created": pullRequest("requested changes on"),
        "pullrequest:changes_request_removed": pullRequest("no longer requests changes on"),
        "pullrequest:fulfilled": merged,
        "pullrequest:rejected": pullRequest("declined"),
        "pullrequest:comment_created": pullRequestComment,
    ]

    /// Bitbucket Data Center's (confluence.atlassian.com/bitbucketserver/event-payload-938025882.html). Its servers send
    /// `needs_work` for what that page calls `changes_requested`.
    private static let dataCenterEvents: [String: EventTable.Formatter] = [
        "diagnostics:ping": ping,
        "repo:refs_changed": refsChanged,
        "repo:forked": forked,
        "repo:comment:added": commitComment,
        "pr:opened": opened,
        "pr:reviewer:updated": reviewersUpdated,
        "pr:reviewer:approved": pullRequest("approved"),
        "pr:reviewer:unapproved": pullRequest("took back the review of"),
        "pr:reviewer:needs_work": pullRequest("requested changes on"),
        "pr:reviewer:changes_requested": pullRequest("requested changes on"),
        "pr:merged": merged,
        "pr:declined": pullRequest("declined"),
        "pr:deleted": pullRequest("deleted"),
        "pr:comment:added": pullRequestComment,
    ]

    /// Longest payload taken. Cloud sends 256 KB (jira.atlassian.com/browse/BCLOUD-22312); Data Center names no limit, and
    /// its administrator may have it list any number of commits.
    static let payloadLimit = 25 * 1_048_576

    public static let manifest = Manifest<Self>(
        name: "bitbucket",
        summary: "Tells chat rooms what happens on Bitbucket.",
        settings: notifierSettings.all + [secret],
        routes: [
            // A long payload takes a tenth of a second to decode; other requests would wait meanwhile.
            .post("/bitbucket", .event(of: events), announce)
                .verified(by: .bitbucket, with: \.secret)
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
