import HarkEvents

extension GitLab {
    /// `Pipeline Hook`: a pipeline began, went on or ended. The hook is sent for every change of its status.
    static func pipeline(_ payload: PayloadView) -> EventNotification? {
        let pipeline = payload.object_attributes
        // A job that is allowed to fail has failed (docs.gitlab.com/ci/yaml, "allow_failure").
        let hasWarnings = pipeline.detailed_status.asText == "passed with warnings"
        let end: ChatText = hasWarnings ? "succeeded with warnings" : state(pipeline.status)
        let kind: ChatText = pipeline.isScheduled ? "scheduled pipeline" : "pipeline"
        let starter: ChatText = pipeline.isScheduled ? "" : starter(payload)
        let subject: ChatText = "\(kind) #\(pipeline.id)\(pipeline.name, after: " (", before: ")")\(starter)"
        let place = branch(pipeline.ref, payload).words
        let failed = payload.builds.asList.filter { $0.status.asText == "failed" && !$0.allow_failure.isTrue }
        let names = failed.compactMap(\.name.asText)
        let jobs: ChatText = names.isEmpty ? "" : ": \(list: names)"
        let page = pipeline.url.asText ?? pipeline.id.asText.flatMap { payload.page("/-/pipelines/\($0)") }
        let time: ChatText = hasEnded(pipeline.status) ? "\(duration(pipeline.duration), after: " in ")" : ""
        let words: ChatText = "\(subject) \(end)\(place)\(time)\(jobs)"
        return EventNotification(of: payload, words, link: page)
            .replacing(pipeline.id.asText.map { "gitlab pipeline \($0) \(payload.project.id)" })
    }

    /// `Job Hook`: a job of a pipeline began, went on or ended.
    static func job(_ payload: PayloadView) -> EventNotification? {
        let end = state(payload.build_status)
        let isFailed = payload.build_status.asText == "failed"
        let allowance: ChatText = isFailed && payload.build_allow_failure.isTrue ? " (allowed to fail)" : ""
        let reason = isFailed ? payload.build_failure_reason.asText?.replacing("_", with: " ") : nil
        let page = payload.build_id.asText.flatMap { payload.page("/-/jobs/\($0)") }
        let time: ChatText =
            hasEnded(payload.build_status) ? "\(duration(payload.build_duration), after: " in ")" : ""
        let place: ChatText = "\(branch(payload.ref, payload).words)\(time)"
        let subject: ChatText = "job \(payload.build_name)\(allowance)\(starter(payload))"
        let words: ChatText = "\(subject) \(end)\(place)\(reason, after: ": ")"
        return EventNotification(of: payload, words, link: page)
            .replacing(payload.build_id.asText.map { "gitlab job \($0) \(payload.project_id)" })
    }

    /// What a pipeline or a job ran for. A pipeline of a merge request has the name of its source branch, which may be
    /// a branch of a fork.
    static func branch(_ ref: PayloadView, _ payload: PayloadView) -> SourceBranch {
        let request = payload.merge_request
        let (source, target) = (request.source_project_id.asText, request.target_project_id.asText)
        let branch = source == target ? SourceBranch(ref) : SourceBranch(ofUnknownFork: ref)
        guard let number = request.iid.asText else { return branch }
        return SourceBranch(of: "merge request !", number, branch: branch.branch)
    }

    /// The end of a sentence about a pipeline or a job (docs.gitlab.com/ci/pipelines, "Pipeline status").
    private static func state(_ status: PayloadView) -> ChatText {
        switch status.asText {
        case "success": "succeeded"
        case "failed": "failed"
        case "canceled": "was canceled"
        case "skipped": "was skipped"
        case "created": "was created"
        case "manual": "waits for somebody to start it"
        case "waiting_for_resource": "waits for a resource"
        case "waiting_for_callback": "waits for an answer"
        case "canceling": "is being canceled"
        default: "is \(status)"
        }
    }

    /// Whether a pipeline or a job has the time that it took.
    private static func hasEnded(_ status: PayloadView) -> Bool {
        [nil, "success", "failed", "canceled"].contains(status.asText)
    }

    /// ` by Ada Lovelace`, who started it.
    private static func starter(_ payload: PayloadView) -> ChatText { "\(payload.actor, after: " by ")" }

    /// A duration from seconds, which may be fractional.
    private static func duration(_ seconds: PayloadView) -> Duration? {
        seconds.asJSON?.doubleValue.flatMap { Int64(exactly: $0.rounded()) }.map { .seconds($0) }
    }
}

extension PayloadView {
    /// Whether a timetable started this pipeline. GitLab names the owner of the timetable for it
    /// (docs.gitlab.com/ci/pipelines/schedules).
    var isScheduled: Bool { self.source.asText == "schedule" }
}
