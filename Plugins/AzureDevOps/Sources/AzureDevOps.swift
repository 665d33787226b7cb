public import HarkEvents

/// Announces in chat rooms what happens in the repositories, boards and pipelines of Azure DevOps.
public struct AzureDevOps: ProviderPlugin {
    public static let provider = Provider(
        "azuredevops", title: "Azure DevOps", summary: "Announces pushes, pull requests, work items and pipelines.",
        // A test from the form has the same `id` each time, but the time of its own.
        verifier: .sharedSecret.named("azure devops").identifying(by: .fields("id", "createdDate")),
        secret: "The password of the web hook's basic authentication, for any user name; or user:password.",
        events: EventTable(
            events, namedBy: .field("eventType"),
            actionIn: ["resource.job.state", "resource.stage.state", "resource.run.state"],
            knownActions: [
                run: ["inProgress", "canceling", "completed"],
                stage: ["notStarted", "waiting", "running", "completed"],
                job: ["waiting", "running", "completed"],
            ],
            quiet: quiet,
            isTest: isTest,
            facts: facts)
    )

    private static let run = "ms.vss-pipelines.run-state-changed-event"
    private static let stage = "ms.vss-pipelines.stage-state-changed-event"
    private static let job = "ms.vss-pipelines.job-state-changed-event"

    /// The events of learn.microsoft.com/azure/devops/service-hooks/events.
    static let events: [String: EventTable.Formatter] = [
        "build.complete": built,
        "git.push": pushed,
        "git.pullrequest.created": pullRequestCreated,
        "git.pullrequest.updated": pullRequestUpdated,
        "git.pullrequest.merged": mergeAttempted,
        "ms.vss-code.git-pullrequest-comment-event": pullRequestCommented,
        "git.repo.created": repository("created"),
        "git.repo.deleted": repository("deleted"),
        "git.repo.forked": repository("forked"),
        "git.repo.renamed": repositoryRenamed,
        "git.repo.statuschanged": repositoryStatus,
        "tfvc.checkin": checkedIn,
        "workitem.created": workItem("created"),
        "workitem.deleted": workItem("deleted"),
        "workitem.restored": workItem("restored"),
        "workitem.updated": workItemUpdated,
        "workitem.commented": workItemCommented,
        run: runChanged,
        stage: stageChanged,
        job: jobChanged,
        "ms.vss-pipelinechecks-events.approval-pending": stageApprovalPending,
        "ms.vss-pipelinechecks-events.approval-completed": stageApprovalCompleted,
        "ms.vss-release.release-created-event": release("was created"),
        "ms.vss-release.release-abandoned-event": release("was abandoned"),
        "ms.vss-release.deployment-started-event": deploymentStarted,
        "ms.vss-release.deployment-completed-event": deploymentCompleted,
        "ms.vss-release.deployment-approval-pending-event": deploymentApprovalPending,
        "ms.vss-release.deployment-approval-completed-event": deploymentApprovalCompleted,
    ]

    /// Steps towards something that is announced, and the trial merge after each push to a pull request.
    private static let quiet = [
        "git.pullrequest.merged", "ms.vss-release.deployment-started-event", "\(run).inProgress", "\(run).canceling",
        stage, job,
    ]

    /// Whether this is the sample that *Test* sends. The form for a new subscription sends it without one; later its
    /// containers are those of the documented sample (learn.microsoft.com/azure/devops/service-hooks/events).
    private static func isTest(_ payload: PayloadView) -> Bool {
        let containers = payload.resourceContainers
        return payload.subscriptionId.asText == "00000000-0000-0000-0000-000000000000"
            || containers.collection.id.asText == "c12d0eb8-e382-443b-9f9c-c52cba5014c2"
                && containers.account.id.asText == "f844ec47-a9db-4511-8281-8b63f4eaf94e"
    }

    public let receiver: EventReceiver

    public init(_ receiver: EventReceiver) { self.receiver = receiver }
}
