public import HarkEvents

/// Announces in chat rooms what people do in Jira.
public struct Jira: ProviderPlugin {
    public static let provider = Provider(
        "jira", title: "Jira", summary: "Announces what becomes of issues, sprints and versions.",
        verifier: .jira,
        secret: "The secret of Jira's webhook; an old one may follow after a comma.",
        events: EventTable(
            events,
            actionIn: [],
            // None of them has any.
            knownActions: events.mapValues { _ in [] },
            quiet: quiet,
            nameless: transition,
            restricted: restricted,
            facts: facts),
        links: links,
        // Longest payload taken. Jira Data Center names no limit, and an issue comes with all its fields and comments.
        payloadLimit: 25 * 1_048_576
    )

    /// The events of developer.atlassian.com/cloud/jira/platform/webhooks that are announced. A webhook triggered by a
    /// workflow names none.
    static let events: [String: EventTable.Formatter] = [
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
        "jira:version_created": version("was created"),
        "jira:version_updated": version("was changed"),
        "jira:version_moved": version("was moved"),
        "jira:version_deleted": version("was deleted"),
    ].merging(things) { own, _ in own }

    /// Edits, logs of work, plans that are being made, and what administrators do.
    private static let quiet =
        [
            "comment_updated", "comment_deleted", "worklog_created", "worklog_updated", "worklog_deleted",
            "attachment_deleted", "issuelink_created", "issuelink_deleted", "sprint_created", "sprint_updated",
            "sprint_deleted", "jira:version_updated", "jira:version_moved", "project_updated", "user_created",
            "user_updated", "user_deleted",
        ] + things.keys.filter { $0.hasPrefix("board_") || $0.hasPrefix("option_") }.sorted()

    public let receiver: EventReceiver

    public init(_ receiver: EventReceiver) { self.receiver = receiver }
}
