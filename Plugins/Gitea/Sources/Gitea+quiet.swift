extension Gitea {
    /// The actions of each event that has several kinds, so that a filter with any other is refused
    /// (github.com/go-gitea/gitea, "modules/structs/hook.go"). A commit's status names its state instead.
    static let knownActions: [String: [String]] = {
        let single = [
            "push", "create", "delete", "fork", "action_run_failure", "action_run_success", "action_run_recover",
        ]
        let several = [
            "issues": ["opened", "closed", "reopened", "deleted"] + tidying,
            "pull_request": ["opened", "closed", "reopened", "deleted", "review_requested"] + tidying + steps,
            "pull_request_approved": ["reviewed"], "pull_request_rejected": ["reviewed"],
            "pull_request_comment": ["reviewed"],
            "issue_comment": comments,
            "release": ["published", "updated", "deleted"],
            "wiki": ["created", "edited", "deleted"],
            "repository": ["created", "deleted"], "package": ["created", "deleted"],
            "status": ["pending", "success", "error", "failure", "warning", "skipped"],
            "workflow_run": ["requested", "in_progress", "completed"],
            "workflow_job": ["queued", "waiting", "in_progress", "completed"],
        ]
        return several.merging(single.map { ($0, []) }) { own, _ in own }
    }()

    private static let tidying = [
        "edited", "assigned", "unassigned", "label_updated", "label_cleared", "milestoned", "demilestoned",
    ]
    private static let steps = ["synchronized", "review_request_removed"]
    private static let comments = ["created", "edited", "deleted"]

    /// What is announced only where somebody asks for it: tidying, edits, steps, and what another event says too.
    static let quiet: [String] =
        ["create", "delete", "fork", "wiki", "workflow_job", "release.updated", "status.pending", "status.skipped"]
        + tidying.filter { $0 != "assigned" }.flatMap { ["issues.\($0)", "pull_request.\($0)"] }
        + steps.map { "pull_request.\($0)" }
        + ["issue_comment.edited", "issue_comment.deleted"]
        + ["workflow_run.requested", "workflow_run.in_progress"]
        + ["queued", "waiting", "in_progress"].map { "workflow_job.\($0)" }
}
