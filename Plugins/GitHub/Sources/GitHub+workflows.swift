import Hark

extension GitHub {
    /// `workflow_run`: a run of a GitHub Actions workflow ended; one that was skipped is not told.
    static func workflowRun(_ payload: Facts) -> Line? {
        let run = payload.workflow_run
        guard payload.isEnd, run.conclusion.text != "skipped" else { return nil }
        let name = payload.workflow.name.text ?? run.name.text
        let starter: Words = "\(run.triggering_actor.login.or(run.actor.login), after: " by ")"
        let subject: Words = "workflow\(name, after: " ")\(run.run_number, after: " #")\(starter)"
        let time = run.run_started_at.elapsed(until: run.updated_at)
        let end: Words = "\(outcome(run.conclusion))\(run.head_branch, after: " on ")\(time, after: " in ")"
        return Line(of: payload, "\(subject) \(end)", link: run.html_url.text)
    }

    /// `workflow_job`: a job of such a run ended, or waits until it may deploy; one that was skipped is not told.
    static func workflowJob(_ payload: Facts) -> Line? {
        let job = payload.workflow_job
        let subject: Words = "job\(job.name, after: " ")\(job.workflow_name, after: " of workflow ")"
        let place: Words = "\(job.head_branch, after: " on ")"
        if payload.action.text == "waiting" {
            let words: Words = "\(subject) waits for a deployment protection rule\(place)"
            return Line(of: payload, words, link: job.html_url.text)
        }
        guard payload.isEnd, job.conclusion.text != "skipped" else { return nil }
        let time = job.started_at.elapsed(until: job.completed_at)
        let end: Words = "\(outcome(job.conclusion))\(place)\(time, after: " in ")"
        return Line(of: payload, "\(subject) \(end)", link: job.html_url.text)
    }

    /// `workflow_dispatch`: somebody started a workflow by hand, or by GitHub's API.
    static func workflowDispatch(_ payload: Facts) -> Line? {
        let file = payload.workflow.text?.split(separator: "/").last
        let words: Words = "workflow\(file, after: " ") on \(GitRef(payload.ref).name)"
        let folder = file.map { "/workflows/\($0)" } ?? ""
        let page: UntrustedText? = payload.repository.html_url.text.map { "\($0)/actions\(folder)" }
        return Line(of: payload, "\(account: payload.sender) started \(words)", link: page)
    }
}
