import HarkEvents

// Builds and their jobs (buildkite.com/docs/apis/rest-api/builds, "Build data model").

extension Buildkite {
    /// A formatter for events of a build, with the predicate of the sentence about it.
    static func build(_ predicate: @escaping @Sendable (PayloadView) -> ChatText) -> EventTable.Formatter {
        { payload in
            let build = payload.build
            let hasEnded = build.finished_at.exists
            let duration = hasEnded ? build.started_at.elapsed(until: build.finished_at) : nil
            let words: ChatText =
                "build #\(build.number) \(predicate(build))\(place(payload))\(duration, after: " after ")\(commit(build))"
            return EventNotification(about: pipeline(payload), words, link: build.web_url.asText)
                .marked(severity(payload)).replacing(build.id.asText.map { "buildkite \($0)" })
        }
    }

    /// How a build ended. One that waits for a person is sent as finished too
    /// (buildkite.com/docs/apis/webhooks/pipelines/build-events, "Finding out if a build is blocked").
    static func result(_ build: PayloadView) -> ChatText {
        if build.blocked.isTrue { return "waits to be unblocked" }
        return switch build.state.asText {
        case "passed": "passed"
        case "failed": "failed"
        case "canceled", "canceling": "was canceled"
        case "skipped": "was skipped"
        case "not_run": "did not run"
        case "blocked": "waits to be unblocked"
        default: "ended with \(build.state)"
        }
    }

    /// A formatter for events of a job. Steps that only wait are left out.
    static func job(_ predicate: @escaping @Sendable (PayloadView) -> ChatText) -> EventTable.Formatter {
        { payload in
            let (job, build) = (payload.job, payload.build)
            if job["type"].asText == "waiter" { return nil }
            let duration = job.started_at.elapsed(until: job.finished_at)
            let end: ChatText = "\(predicate(job))\(place(payload))\(duration, after: " after ")\(commit(build))"
            let isFailure = ["failed", "timed_out"].contains(job.state.asText) || job.exit_status.asInt ?? 0 != 0
            let severity: Severity? = isFailure ? (job.soft_failed.isTrue ? .warning : .error) : nil
            return EventNotification(
                about: pipeline(payload), "job \(name(job)) of build #\(build.number) \(end)",
                link: EventNotification.link(job.web_url, build.web_url)
            )
            .marked(severity).replacing(job.id.asText.map { "buildkite \($0)" })
        }
    }

    /// How a job ended. A command that fails has an exit status.
    static func jobResult(_ job: PayloadView) -> ChatText {
        let status: ChatText = job.exit_status.asInt == 0 ? "" : "\(job.exit_status, after: " with exit status ")"
        return switch job.state.asText {
        case "passed": "passed"
        case "failed": job.soft_failed.isTrue ? "failed\(status) (soft fail)" : "failed\(status)"
        case "timed_out": "timed out"
        case "canceled": "was canceled"
        case "broken", "skipped": "was skipped"
        case "expired": "found no agent"
        case "finished": status.isEmpty ? "finished" : "failed\(status)"
        default: "ended with \(job.state)"
        }
    }

    /// A person let a build that waited go on.
    static func activated(_ payload: PayloadView) -> EventNotification? {
        let (job, build) = (payload.job, payload.build)
        let words: ChatText =
            "\(job.unblocked_by.name.asPersonName, or: "somebody") unblocked \(name(job)) of build #\(build.number)\(place(payload))"
        return EventNotification(about: pipeline(payload), words, link: build.web_url.asText)
    }

    private static func pipeline(_ payload: PayloadView) -> UntrustedText? {
        payload.pipeline.name.or(payload.pipeline.slug).asText?.withEmoji
    }

    private static func name(_ job: PayloadView) -> ChatText {
        "\(job.name.or(job.label).asText?.withEmoji ?? job.step_key.asText ?? "without a name")"
    }

    /// ` on main`, or ` at v1` for a tag.
    private static func place(_ payload: PayloadView) -> ChatText {
        let tag = payload.build.tag
        return tag.asText == nil ? branch(payload).words : "\(tag, after: " at ")"
    }

    /// What a build ran for, but for a tag.
    static func branch(_ payload: PayloadView) -> SourceBranch {
        let (build, request) = (payload.build, payload.build.pull_request)
        return SourceBranch(
            build.branch, clonedFrom: request.repository, into: payload.pipeline.repository, for: request.id)
    }

    /// The first line of the message and who it is from: `: Fix the parser (Ada)`.
    private static func commit(_ build: PayloadView) -> ChatText {
        let person = build.author.name.or(build.creator.name).asPersonName
        return "\(build.message.firstLine?.withEmoji, after: ": ")\(person, after: " (", before: ")")"
    }

    private static func severity(_ payload: PayloadView) -> Severity? {
        if payload.event.asText == "build.failing" { return .error }
        return payload.build.blocked.isTrue ? .warning : nil
    }
}
