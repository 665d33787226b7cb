public import HarkEvents

/// Announces in chat rooms what happens on Bitbucket, Cloud or Data Center, one line for each event.
public struct Bitbucket: ProviderPlugin {
    public static let provider = Provider(
        "bitbucket", title: "Bitbucket", summary: "Announces what happens on Bitbucket.",
        verifier: .bitbucket,
        secret: "The webhook's secret, as Bitbucket has it; an old one may follow after a comma.",
        events: EventTable(
            events,
            // The state of a build is its action; nothing else has one.
            actionIn: ["commit_status.state"],
            knownActions: events.mapValues { _ in [] }.merging(builds) { $1 },
            quiet: quiet,
            facts: facts),
        // Longest payload taken. Cloud sends 256 KB (jira.atlassian.com/browse/BCLOUD-22312); Data Center names no
        // limit, and its administrator may have it list any number of commits.
        payloadLimit: 25 * 1_048_576
    )

    static let events: [String: EventTable.Formatter] = cloudEvents.merging(dataCenterEvents) { cloud, _ in cloud }

    /// Bitbucket Cloud's (support.atlassian.com/bitbucket-cloud/docs/event-payloads).
    private static let cloudEvents: [String: EventTable.Formatter] = [
        "repo:push": push,
        "repo:fork": fork,
        "repo:commit_comment_created": commentOnCommit("commented on"),
        "repo:commit_status_created": commitStatus,
        "repo:commit_status_updated": commitStatus,
        "repo:updated": repository("changed"),
        "repo:created": repository("created"),
        "repo:deleted": repository("deleted"),
        "repo:imported": repository("imported"),
        "repo:transfer": repository("transferred"),
        "project:updated": projectUpdated,
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
        "pullrequest:comment_created": commentOnPullRequest("commented on"),
        "pullrequest:updated": pullRequest("changed"),
        "pullrequest:push": pullRequest("pushed to"),
        "pullrequest:comment_updated": commentOnPullRequest("edited a comment on"),
        "pullrequest:comment_deleted": commentOnPullRequest("deleted a comment on", isShown: false),
        "pullrequest:comment_resolved": commentOnPullRequest("resolved a comment on"),
        "pullrequest:comment_reopened": commentOnPullRequest("reopened a comment on"),
    ]

    /// Bitbucket Data Center's (confluence.atlassian.com/bitbucketserver/event-payload-938025882.html). Its servers
    /// send `needs_work` for what that page calls `changes_requested`.
    private static let dataCenterEvents: [String: EventTable.Formatter] = [
        "diagnostics:ping": ping,
        "repo:refs_changed": refsChanged,
        "repo:forked": forked,
        "repo:comment:added": commentOnCommit("commented on"),
        "pr:opened": opened,
        "pr:reviewer:updated": reviewersUpdated,
        "pr:reviewer:approved": pullRequest("approved"),
        "pr:reviewer:unapproved": pullRequest("took back the review of"),
        "pr:reviewer:needs_work": pullRequest("requested changes on"),
        "pr:reviewer:changes_requested": pullRequest("requested changes on"),
        "pr:merged": merged,
        "pr:declined": pullRequest("declined"),
        "pr:deleted": pullRequest("deleted"),
        "pr:comment:added": commentAdded,
        "pr:comment:edited": commentOnPullRequest("edited a comment on"),
        "pr:comment:deleted": commentOnPullRequest("deleted a comment on", isShown: false),
        "pr:from_ref_updated": pullRequest("pushed to"),
        "pr:modified": pullRequest("changed"),
        "repo:comment:edited": commentOnCommit("edited a comment on"),
        "repo:comment:deleted": commentOnCommit("deleted a comment on", isShown: false),
        "repo:modified": repositoryModified,
        "repo:secret_detected": secretDetected,
        "project:modified": projectUpdated,
        "mirror:repo_synchronized": mirrored,
    ]

    private static let builds = Dictionary(
        uniqueKeysWithValues: ["created", "updated"].map {
            ("repo:commit_status_\($0)", ["FAILED", "INPROGRESS", "STOPPED", "SUCCESSFUL"])
        })

    /// Steps, edits, forks, and what administrators change.
    private static let quiet = [
        "repo:fork", "repo:forked", "repo:updated", "repo:modified", "repo:comment:edited", "repo:comment:deleted",
        "repo:commit_status_created.INPROGRESS", "repo:commit_status_updated.INPROGRESS", "project:updated",
        "project:modified", "mirror:repo_synchronized", "pullrequest:updated", "pullrequest:push",
        "pullrequest:comment_updated", "pullrequest:comment_deleted", "pullrequest:comment_resolved",
        "pullrequest:comment_reopened", "pr:from_ref_updated", "pr:modified", "pr:comment:edited",
        "pr:comment:deleted",
    ]

    public let receiver: EventReceiver

    public init(_ receiver: EventReceiver) { self.receiver = receiver }
}
