import Hark

// What the runs of Gitea Actions and Forgejo Actions come to, and what other services say of a commit.

extension Gitea {
    /// `workflow_run`: a run of a workflow ended (Gitea; github.com/go-gitea/gitea, "modules/structs/repo_actions.go"). One
    /// that was skipped is not told.
    static func workflowRun(_ payload: Facts) -> Line? {
        let run = payload.workflow_run
        guard isEnd(payload), run.conclusion.text != "skipped" else { return nil }
        // A run has no name, but a path: `ci.yml@refs/heads/main`.
        let file = run.path.text?.split(separator: "@").first
        let name = payload.workflow.name.text ?? file
        let subject: Words = "workflow\(name, after: " ")\(run.run_number, after: " #")"
        let time = run.started_at.elapsed(until: run.completed_at)
        let end: Words = "\(outcome(run.conclusion))\(run.head_branch, after: " on ")\(time, after: " in ")"
        return Line(in: payload, "\(subject) \(end)", link: run.html_url.text)
    }

    /// `workflow_job`: a job of such a run ended; one that was skipped is not told.
    static func workflowJob(_ payload: Facts) -> Line? {
        let job = payload.workflow_job
        guard isEnd(payload), job.conclusion.text != "skipped" else { return nil }
        let time = job.started_at.elapsed(until: job.completed_at)
        let end: Words = "\(outcome(job.conclusion))\(job.head_branch, after: " on ")\(time, after: " in ")"
        return Line(in: payload, "job\(job.name, after: " ") \(end)", link: job.html_url.text)
    }

    /// `action_run_failure` and the like: a run of a workflow ended, and `end` says how (Forgejo;
    /// codeberg.org/forgejo/forgejo, "modules/structs/hook.go", "ActionPayload").
    static func actionRun(_ end: Words) -> EventTable.Telling {
        { payload in
            let run = payload.run
            let subject: Words = "workflow\(run.workflow_id, after: " ")\(run.index_in_repo, after: " #")"
            let words: Words = "\(subject) \(end)\(run.prettyref, after: " on ")\(run.title, after: ": ")"
            let repository = run.repository.full_name.or(payload.repository.full_name)
            return Line(in: repository, words, link: run.html_url)
        }
    }

    /// `status`: a service says how it finds a commit; one that is still at work is not told.
    static func status(_ payload: Facts) -> Line? {
        let verdict: Words
        switch payload.state.text {
        case "pending": return nil
        case "error": verdict = "failed with an error"
        case "warning": verdict = "succeeded with warnings"
        default: verdict = outcome(payload.state)
        }
        let about: Words = "\(payload.sha.shortHash, after: " at ")\(payload.description, after: ": ")"
        let page = Line.link(payload.target_url, payload.commit.url)
        return Line(in: payload, "status\(payload.context, after: " ") \(verdict)\(about)", link: page)
    }

    /// Whether the payload tells of the end of something; one without an action may.
    private static func isEnd(_ payload: Facts) -> Bool { payload.action.text.unless("completed") == nil }

    /// How a run or a status ended, as the end of a sentence that begins with it.
    private static func outcome(_ conclusion: Facts) -> Words {
        switch conclusion.text {
        case "success": "succeeded"
        case "failure": "failed"
        case "cancelled": "was cancelled"
        case "skipped": "was skipped"
        default: "ended with \(conclusion)"
        }
    }
}
