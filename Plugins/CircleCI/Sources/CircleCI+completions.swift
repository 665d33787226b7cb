import Hark

extension CircleCI {
    /// `workflow test #130 failed on main after 1 min 5 s: Fix the parser (Ada)`, with its pipeline's number.
    static func workflow(_ payload: Facts) -> Line? {
        let workflow = payload.workflow
        let name: Words = "workflow \(workflow.name)\(payload.pipeline["number"], after: " #")"
        return completion(payload, name, workflow, since: workflow.created_at)
    }

    /// The same of one job, with its own number.
    static func job(_ payload: Facts) -> Line? {
        let job = payload.job
        return completion(payload, "job \(job.name)\(job["number"], after: " #")", job, since: job.started_at)
    }

    static func pinged(_ payload: Facts) -> Line? { Line("CircleCI says hello\(payload.webhook.name, after: " to ")") }

    /// A payload without a type: one of the old kind, or one of the new kind that has lost it.
    static func nameless(_ payload: Facts) -> Line? {
        if payload.payload.exists { return build(payload) }
        return payload.job.exists ? job(payload) : workflow(payload)
    }

    private static func completion(_ payload: Facts, _ name: Words, _ ended: Facts, since start: Facts) -> Line {
        let commit = Commit(payload.pipeline)
        let duration = start.elapsed(until: ended.stopped_at)
        let end: Words = "\(result(ended.status))\(commit.place)\(duration, after: " after ")\(commit.words)"
        return Line(in: repository(payload), "\(name) \(end)", link: payload.workflow.url.text)
    }

    /// How it ended, as the end of a sentence (circleci.com/docs/webhooks-reference, "Workflow" and "Job").
    static func result(_ status: Facts) -> Words {
        switch status.text {
        case "success": "succeeded"
        case "fixed": "succeeded again"
        case "failed": "failed"
        case "error": "could not run"
        case "canceled": "was canceled"
        case "unauthorized": "was not authorized"
        case "timedout": "timed out"
        default: "ended with \(status)"
        }
    }

    /// The project as people know it: `octo/shop`. Slugs of projects on GitLab have identifiers in place of names.
    private static func repository(_ payload: Facts) -> UntrustedText? {
        let names = [payload.organization.name, payload.project.name].compactMap(\.text)
        return names.isEmpty ? nil : names.joined(separator: "/")
    }
}
