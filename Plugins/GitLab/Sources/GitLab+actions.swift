import HarkEvents

extension GitLab {
    /// The fields in which a payload names its action; a pipeline, a job or a deployment names its status instead, and
    /// events of groups and of the whole instance have a name of their own.
    static let actions = [
        "object_attributes.action", "object_attributes.status", "action", "status", "build_status", "event_name",
    ]

    /// The actions of each event that has several kinds, so that a filter with any other is refused.
    static let knownActions: [String: [String]] = [
        "Push Hook": ["push"], "Tag Push Hook": ["tag_push"],
        "Issue Hook": issueActions, "Confidential Issue Hook": issueActions,
        "Note Hook": ["create", "update"], "Confidential Note Hook": ["create", "update"],
        "Merge Request Hook": mergeRequestActions,
        "Pipeline Hook": statuses, "Job Hook": statuses,
        "Deployment Hook": [
            "approved", "blocked", "canceled", "created", "failed", "rejected", "running", "skipped", "success",
        ],
        "Release Hook": ["create", "delete", "update"],
        "Wiki Page Hook": ["create", "delete", "update"],
        "Milestone Hook": ["close", "create", "delete", "reopen"],
        "Emoji Hook": ["award", "revoke"], "Confidential Emoji Hook": ["award", "revoke"],
        "Member Hook": [
            "user_access_request_denied_for_group", "user_access_request_to_group", "user_add_to_group",
            "user_remove_from_group", "user_update_for_group",
        ],
        "Project Hook": ["project_create", "project_destroy"],
        "Subgroup Hook": ["subgroup_create", "subgroup_destroy"],
        "Resource Access Token Hook": ["expiring_access_token"],
        "System Hook": systemEvents.keys.sorted() + ["push", "tag_push"] + mergeRequestActions,
    ]

    /// Updates that are actions of their own: one that assigns an issue, because it concerns somebody, and one that
    /// changes only labels or texts of a merge request, because it concerns hardly anyone.
    static func kindOfUpdate(_ payload: PayloadView) -> UntrustedText? {
        guard payload.object_attributes.action.asText == "update" else { return nil }
        switch payload.object_kind.asText {
        case "issue": return PeopleChange(payload.changes.assignees).added.isEmpty ? nil : "assigned"
        case "merge_request":
            guard update(ofMergeRequest: "", payload) == nil else { return nil }
            let edits = edits(of: payload.changes)
            return edits.isEmpty ? nil : edits == ["labels"] ? "labeled" : "edited"
        default: return nil
        }
    }

    private static let issueActions = ["assigned", "close", "open", "reopen", "update"]

    private static let mergeRequestActions = [
        "approval", "approved", "close", "edited", "labeled", "merge", "open", "reopen", "unapproval", "unapproved",
        "update",
    ]

    /// The statuses of pipelines and jobs (docs.gitlab.com/ci/pipelines, "Pipeline status").
    private static let statuses = [
        "canceled", "canceling", "created", "failed", "manual", "pending", "preparing", "running", "scheduled",
        "skipped", "success", "waiting_for_callback", "waiting_for_resource",
    ]

    /// What is announced only where somebody asks for it: the way of a pipeline to its end and each of its jobs,
    /// emoji, edits, and what administrators see of keys and repositories.
    static let quiet: [String] = {
        let steps = statuses.filter { !["canceled", "failed", "running", "success"].contains($0) }
        return ["Emoji Hook", "Job Hook", "Wiki Page Hook", "Release Hook.update"]
            + ["Issue Hook", "Confidential Issue Hook", "Note Hook", "Confidential Note Hook"].map { "\($0).update" }
            + ["Merge Request Hook", "System Hook"].flatMap { ["\($0).edited", "\($0).labeled"] }
            + ["create", "delete", "reopen"].map { "Milestone Hook.\($0)" }
            + ["created", "skipped"].map { "Deployment Hook.\($0)" }
            + steps.flatMap { ["Pipeline Hook.\($0)", "Job Hook.\($0)"] } + ["Job Hook.running"]
            + [
                "gitlab_subscription_member_approval", "gitlab_subscription_member_approvals", "key_create",
                "key_destroy", "project_update", "repository_update",
            ].map { "System Hook.\($0)" }
    }()
}
