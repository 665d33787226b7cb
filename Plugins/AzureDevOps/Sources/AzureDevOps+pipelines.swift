import HarkEvents

// Builds, and the runs, stages and jobs of pipelines.

extension AzureDevOps {
    /// A build that ended. Resources of version 1.0 have the result in `status`, and who asked for it in `requests`.
    static func built(_ payload: PayloadView) -> EventNotification? {
        let build = payload.resource
        let result = build.result.or(build.status)
        let person = build.requestedFor.person ?? build.requests[0].requestedFor.person
        let duration = build.startTime.elapsed(until: build.finishTime)
        let place = SourceBranch(build.sourceBranch).words
        let end: ChatText = "\(result.outcomeWords)\(place)\(duration, after: " after ")"
        return EventNotification(
            about: build.definition.name.asText,
            "build \(build.buildNumber) \(end)\(person, after: " (", before: ")")",
            link: EventNotification.link(build._links.web.href)
        )
        .marked(result.outcomeSeverity).replacing(build.id.asText.map { "azuredevops build \($0)" })
    }

    static func runChanged(_ payload: PayloadView) -> EventNotification? {
        let run = payload.resource.run
        let duration = run.createdDate.elapsed(until: run.finishedDate)
        return changed(payload, "run \(run.name)", run, duration)
    }

    static func stageChanged(_ payload: PayloadView) -> EventNotification? {
        let stage = payload.resource.stage
        let duration = stage.startTime.elapsed(until: stage.finishTime)
        return changed(payload, "stage \(name(stage)) of run \(payload.resource.run.name)", stage, duration)
    }

    static func jobChanged(_ payload: PayloadView) -> EventNotification? {
        let job = payload.resource.job
        let duration = job.startTime.elapsed(until: job.finishTime)
        return changed(payload, "job \(name(job)) of run \(payload.resource.run.name)", job, duration)
    }

    /// A stage waits for people. The payload has null for the run, whose name is in the sentence that comes with it.
    static func stageApprovalPending(_ payload: PayloadView) -> EventNotification? {
        approval(payload, "an approval is pending").marked(.warning)
    }

    static func stageApprovalCompleted(_ payload: PayloadView) -> EventNotification? {
        let (words, severity): (ChatText, Severity?) =
            switch payload.resource.approval.status.asText {
            case "approved": ("an approval was given", nil)
            case "rejected": ("an approval was refused", .error)
            case "timedOut": ("an approval timed out", .error)
            case "canceled": ("an approval was canceled", .error)
            case let other: ("an approval is completed\(other, after: ": ")", nil)
            }
        return approval(payload, words).marked(severity)
    }

    private static func approval(_ payload: PayloadView, _ words: ChatText) -> EventNotification {
        let resource = payload.resource
        let steps = resource.approval.steps.asList
        let people = steps.compactMap(\.assignedApprover.person)
        let who: ChatText = people.isEmpty ? "" : " (\(list: people))"
        let link = EventNotification.link(resource.run._links.web.href)
        guard resource.run.exists else {
            let sentence = payload.message.text.firstLine
            let shown: ChatText = sentence.map { "\($0)" } ?? words
            return EventNotification(about: resource.pipeline.name.asText, "\(shown)\(who)", link: link)
        }
        let stage: ChatText = "\(resource.stageName.or(resource.stage.name), after: ", stage ")"
        return EventNotification(
            about: resource.pipeline.name.asText, "run \(resource.run.name)\(stage): \(words)\(who)", link: link)
    }

    private static func changed(
        _ payload: PayloadView, _ name: ChatText, _ subject: PayloadView, _ duration: Duration?
    ) -> EventNotification {
        let resource = payload.resource
        let predicate: ChatText =
            switch subject.state.asText {
            case "completed": "\(subject.result.outcomeWords)\(duration, after: " after ")"
            case "inProgress", "running": "is running"
            case "canceling": "is being canceled"
            case "waiting", "notStarted": "is waiting"
            case nil where subject.result.exists: subject.result.outcomeWords
            default: "is \(subject.state)"
            }
        let pipeline = resource.pipeline.name.or(resource.run.pipeline.name)
        let link = EventNotification.link(subject._links.web.href, resource.run._links.web.href)
        let isOver = subject.state.asText == "completed"
        return EventNotification(about: pipeline.asText, "\(name) \(predicate)", link: link)
            .marked(isOver ? subject.result.outcomeSeverity : nil)
            .replacing(resource.run.id.asText.map { "azuredevops run \($0) \(name.plain)" })
    }

    /// The name that the file of the pipeline gives; `__default` stands for none.
    private static func name(_ part: PayloadView) -> ChatText {
        part.displayName.exists ? "\(part.displayName)" : "\(part.name)"
    }
}
