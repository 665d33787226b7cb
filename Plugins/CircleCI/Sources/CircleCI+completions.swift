import HarkEvents

extension CircleCI {
    /// `workflow test #130 failed on main after 1 min 5 s: Fix the parser (Ada)`, with its pipeline's number.
    static func workflow(_ payload: PayloadView) -> EventNotification? {
        let workflow = payload.workflow
        let name: ChatText = "workflow \(workflow.name)\(payload.pipeline.number, after: " #")"
        return completion(payload, name, workflow, since: workflow.created_at)
    }

    /// The same of one job, with its own number.
    static func job(_ payload: PayloadView) -> EventNotification? {
        let job = payload.job
        return completion(payload, "job \(job.name)\(job.number, after: " #")", job, since: job.started_at)
    }

    static func pinged(_ payload: PayloadView) -> EventNotification? {
        EventNotification("CircleCI says hello\(payload.webhook.name, after: " to ")")
    }

    /// A payload without a type: one of the old kind, or one of the new kind that has lost it.
    static func nameless(_ payload: PayloadView) -> EventNotification? {
        if payload.payload.exists { return build(payload) }
        return payload.job.exists ? job(payload) : workflow(payload)
    }

    private static func completion(
        _ payload: PayloadView, _ name: ChatText, _ ended: PayloadView, since start: PayloadView
    ) -> EventNotification {
        let commit = Commit(payload.pipeline)
        let duration = start.elapsed(until: ended.stopped_at)
        let end: ChatText = "\(result(ended.status))\(commit.place)\(duration, after: " after ")\(commit.words)"
        return EventNotification(about: repository(payload), "\(name) \(end)", link: payload.workflow.url.asText)
            .replacing(ended.id.asText.map { "circleci \($0)" })
    }

    /// How it ended, as the end of a sentence (circleci.com/docs/webhooks-reference, "Workflow" and "Job").
    static func result(_ status: PayloadView) -> ChatText {
        switch status.asText {
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
    static func repository(_ payload: PayloadView) -> UntrustedText? {
        let names = [payload.organization.name, payload.project.name].compactMap(\.asText)
        return names.isEmpty ? nil : names.joined(separator: "/")
    }
}
