public import HarkEvents

/// Announces in chat rooms what happens on Bitbucket, Cloud or Data Center, one line for each event.
public struct Bitbucket: ProviderPlugin {
    public static let provider = Provider(
        "bitbucket", title: "Bitbucket", summary: "Announces what happens on Bitbucket.",
        verifier: .bitbucket,
        secret: "The webhook's secret, as Bitbucket has it; an old one may follow after a comma.",
        events: events,
        facts: facts,
        // Longest payload taken. Cloud sends 256 KB (jira.atlassian.com/browse/BCLOUD-22312); Data Center names no
        // limit, and its administrator may have it list any number of commits.
        payloadLimit: 25 * 1_048_576
    )

    static let events: [String: EventTable.Formatter] = cloudEvents.merging(dataCenterEvents) { cloud, _ in cloud }

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

    /// Bitbucket Data Center's (confluence.atlassian.com/bitbucketserver/event-payload-938025882.html). Its servers
    /// send `needs_work` for what that page calls `changes_requested`.
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

    public let receiver: EventReceiver

    public init(_ receiver: EventReceiver) { self.receiver = receiver }
}
