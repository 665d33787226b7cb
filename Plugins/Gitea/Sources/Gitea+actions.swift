import HarkEvents

// The outcomes of Gitea Actions and Forgejo Actions, and commit statuses of other services.

extension Gitea {
    /// `workflow_run`: a run of a workflow was asked for, began or ended (Gitea; github.com/go-gitea/gitea,
    /// "modules/structs/repo_actions.go"). One that was skipped is not announced.
    static func workflowRun(_ payload: PayloadView) -> EventNotification? {
        let run = payload.workflow_run
        // A run has no name, but a path: `ci.yml@refs/heads/main`.
        let file = run.path.asText?.split(separator: "@").first
        let name = payload.workflow.name.asText ?? file
        let subject: ChatText = "workflow\(name, after: " ")\(run.run_number, after: " #")"
        let time = run.started_at.elapsed(until: run.completed_at)
        // A run for a pull request has no branch: `ci.yml@refs/pull/2/head`.
        let ref = run.head_branch.or(run.path.reference)
        if let step = step(payload) {
            let words: ChatText = "\(subject) \(step)\(branch(ref, run, payload).words)"
            return EventNotification(of: payload, words, link: run.html_url.asText)
        }
        guard isEnd(payload), run.conclusion.asText != "skipped" else { return nil }
        let end: ChatText =
            "\(ChatText(outcome: run.conclusion))\(branch(ref, run, payload).words)\(time, after: " in ")"
        return EventNotification(of: payload, "\(subject) \(end)", link: run.html_url.asText)
    }

    /// What a run or a job does before its end; nil at its end.
    private static func step(_ payload: PayloadView) -> ChatText? {
        switch payload.action.asText {
        case "requested", "queued", "waiting": "is queued"
        case "in_progress": "is running"
        default: nil
        }
    }

    /// `workflow_job`: a job of such a run is queued, began or ended; a skipped one is not announced.
    static func workflowJob(_ payload: PayloadView) -> EventNotification? {
        let job = payload.workflow_job
        if let step = step(payload) {
            let words: ChatText = "job\(job.name, after: " ") \(step)\(branch(job.head_branch, job, payload).words)"
            return EventNotification(of: payload, words, link: job.html_url.asText)
        }
        guard isEnd(payload), job.conclusion.asText != "skipped" else { return nil }
        let time = job.started_at.elapsed(until: job.completed_at)
        let place = branch(job.head_branch, job, payload).words
        let end: ChatText = "\(ChatText(outcome: job.conclusion))\(place)\(time, after: " in ")"
        return EventNotification(of: payload, "job\(job.name, after: " ") \(end)", link: job.html_url.asText)
    }

    /// `action_run_failure` and similar events: a workflow run ended with the outcome `end` (Forgejo;
    /// codeberg.org/forgejo/forgejo, "modules/structs/hook.go", "ActionPayload").
    static func actionRun(_ end: ChatText) -> EventTable.Formatter {
        { payload in
            let run = payload.run
            let subject: ChatText = "workflow\(run.workflow_id, after: " ")\(run.index_in_repo, after: " #")"
            let words: ChatText = "\(subject) \(end)\(branch(ofForgejo: run).words)\(run.title, after: ": ")"
            let repository = run.repository.full_name.or(payload.repository.full_name)
            return EventNotification(about: repository, words, link: run.html_url)
        }
    }

    /// `status`: a service reports the status of a commit.
    static func status(_ payload: PayloadView) -> EventNotification? {
        let verdict: ChatText
        switch payload.state.asText {
        case "pending": verdict = "is pending"
        case "error": verdict = "failed with an error"
        case "warning": verdict = "succeeded with warnings"
        default: verdict = ChatText(outcome: payload.state)
        }
        let about: ChatText = "\(payload.sha.shortHash, after: " at ")\(payload.description, after: ": ")"
        let page = EventNotification.link(payload.target_url, payload.commit.url)
        return EventNotification(of: payload, "status\(payload.context, after: " ") \(verdict)\(about)", link: page)
            .marked(Severity(ofOutcome: payload.state.asText))
    }

    /// What a run or a job ran for.
    static func branch(_ ref: PayloadView, _ run: PayloadView, _ payload: PayloadView) -> SourceBranch {
        let (head, home) = (run.head_repository, payload.repository)
        if !head.full_name.exists, head.id.exists, head.id != home.id { return SourceBranch(ofUnknownFork: ref) }
        return SourceBranch(ref, of: head.full_name.asText, in: home.full_name.asText)
    }

    /// The same for Forgejo, which writes `#2` for a pull request.
    static func branch(ofForgejo run: PayloadView) -> SourceBranch {
        let ref = run.prettyref
        if let number = ref.asText, number.hasPrefix("#") {
            return SourceBranch(of: "pull request #", number.dropping(prefix: "#"))
        }
        return run.is_fork_pull_request.isTrue ? SourceBranch(ofUnknownFork: ref) : SourceBranch(ref)
    }

    /// Whether the payload is about the end of something; a missing action counts as the end.
    private static func isEnd(_ payload: PayloadView) -> Bool { payload.action.asText.unless("completed") == nil }
}

extension PayloadView {
    /// The reference in the path of a workflow: `ci.yml@refs/heads/main`.
    fileprivate var reference: PayloadView {
        let parts = asText?.split(separator: "@") ?? []
        return parts.count == 2 ? PayloadView(parts[1]) : PayloadView(nil)
    }
}
