import HarkEvents

extension GitHub {
    /// `workflow_run`: a GitHub Actions workflow run was asked for, began or ended; a skipped one is not announced.
    static func workflowRun(_ payload: PayloadView) -> EventNotification? {
        let run = payload.workflow_run
        let name = payload.workflow.name.asText ?? run.name.asText
        let starter = run.isScheduled ? nil : run.triggering_actor.login.or(run.actor.login).asText
        let kind: ChatText = run.isScheduled ? "scheduled workflow" : "workflow"
        let subject: ChatText =
            "\(kind)\(name, after: " ")\(run.run_number, after: " #")\(starter, after: " by ")"
        let time = run.run_started_at.elapsed(until: run.updated_at)
        let place = payload.sourceBranch(run.head_branch, of: run).words
        if let step = step(payload) {
            return EventNotification(of: payload, "\(subject) \(step)\(place)", link: run.html_url.asText)
                .replacing(run.id.asText.map { "github run \($0)" })
        }
        guard payload.isEnd, run.conclusion.asText != "skipped" else { return nil }
        let end: ChatText = "\(ChatText(outcome: run.conclusion))\(place)\(time, after: " in ")"
        return EventNotification(of: payload, "\(subject) \(end)", link: run.html_url.asText)
            .marked(Severity(ofOutcome: run.conclusion.asText)).replacing(run.id.asText.map { "github run \($0)" })
    }

    /// What a run or a job does before its end; nil at its end.
    private static func step(_ payload: PayloadView) -> ChatText? {
        switch payload.action.asText {
        case "requested", "queued": "is queued"
        case "in_progress": "is running"
        case "waiting": "waits for a deployment protection rule"
        default: nil
        }
    }

    /// `workflow_job`: a job of a run is queued, began or ended, or waits for approval of a deployment; a skipped one
    /// is not announced.
    static func workflowJob(_ payload: PayloadView) -> EventNotification? {
        let job = payload.workflow_job
        let subject: ChatText = "job\(job.name, after: " ")\(job.workflow_name, after: " of workflow ")"
        let place = payload.sourceBranch(job.head_branch, of: job).words
        if let step = step(payload) {
            return EventNotification(of: payload, "\(subject) \(step)\(place)", link: job.html_url.asText)
                .replacing(job.id.asText.map { "github job \($0)" })
        }
        guard payload.isEnd, job.conclusion.asText != "skipped" else { return nil }
        let time = job.started_at.elapsed(until: job.completed_at)
        let end: ChatText = "\(ChatText(outcome: job.conclusion))\(place)\(time, after: " in ")"
        return EventNotification(of: payload, "\(subject) \(end)", link: job.html_url.asText)
            .marked(Severity(ofOutcome: job.conclusion.asText)).replacing(job.id.asText.map { "github job \($0)" })
    }

    /// `workflow_dispatch`: someone started a workflow manually or through GitHub's API.
    static func workflowDispatch(_ payload: PayloadView) -> EventNotification? {
        let file = payload.workflow.asText?.split(separator: "/").last
        let words: ChatText = "workflow\(file, after: " ") on \(GitRef(payload.ref).name)"
        let folder = file.map { "/workflows/\($0)" } ?? ""
        let page: UntrustedText? = payload.repository.html_url.asText.map { "\($0)/actions\(folder)" }
        return EventNotification(of: payload, "\(account: payload.sender) started \(words)", link: page)
    }
}
