import HarkEvents

extension GitHub {
    /// The events that are announced. Fields are described at
    /// https://docs.github.com/en/webhooks/webhook-events-and-payloads.
    static let events: [String: EventTable.Formatter] = [
        "check_run": checkRun,
        "check_suite": checkSuite,
        "code_scanning_alert": codeScanningAlert,
        "commit_comment": commitComment,
        "create": created,
        "delete": deleted,
        "dependabot_alert": dependabotAlert,
        "deployment": deployment,
        "deployment_status": deploymentStatus,
        "discussion": discussion,
        "discussion_comment": discussionComment,
        "fork": fork,
        "gollum": wiki,
        "installation": installation,
        "issue_comment": issueComment,
        "issues": issue,
        "label": label,
        "member": member,
        "milestone": milestone,
        "ping": ping,
        "pull_request": pullRequest,
        "pull_request_review": review,
        "pull_request_review_comment": reviewComment,
        "pull_request_review_thread": reviewThread,
        "push": push,
        "release": release,
        "repository": repository,
        "secret_scanning_alert": secretScanningAlert,
        "star": star,
        "status": status,
        "watch": watch,
        "workflow_dispatch": workflowDispatch,
        "workflow_job": workflowJob,
        "workflow_run": workflowRun,
    ]

    /// A payload without an event name; it only needs the repository: `{"repository":{"name":"test"}}`.
    static func nameless(_ payload: PayloadView) -> EventNotification? {
        payload.repository.name.asText.map { EventNotification("Commit on \($0)!") }
    }
}
