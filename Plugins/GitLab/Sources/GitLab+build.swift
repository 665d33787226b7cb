import HarkEvents

extension GitLab {
    /// `Pipeline Hook`: a pipeline ended. The hook is sent for every change of its status.
    static func pipeline(_ payload: PayloadView) -> EventNotification? {
        let pipeline = payload.object_attributes
        guard let end = end(pipeline.status) else { return nil }
        let subject: ChatText = "pipeline #\(pipeline.id)\(pipeline.name, after: " (", before: ")")"
        let place: ChatText = "\(pipeline.ref, after: " on ")"
        let failed = payload.builds.asList.filter { $0.status.asText == "failed" && !$0.allow_failure.isTrue }
        let names = failed.compactMap(\.name.asText)
        let jobs: ChatText = names.isEmpty ? "" : ": \(list: names)"
        let page = pipeline.url.asText ?? pipeline.id.asText.flatMap { payload.page("/-/pipelines/\($0)") }
        let time: ChatText = "\(duration(pipeline.duration), after: " in ")"
        let words: ChatText = "\(subject)\(starter(payload)) \(end)\(place)\(time)\(jobs)"
        return EventNotification(of: payload, words, link: page)
            .marked(Severity(ofOutcome: pipeline.status.asText))
            .replacing(pipeline.id.asText.map { "gitlab pipeline \($0) \(payload.project.id)" })
    }

    /// `Job Hook`: a job of a pipeline ended.
    static func job(_ payload: PayloadView) -> EventNotification? {
        guard let end = end(payload.build_status) else { return nil }
        let isFailed = payload.build_status.asText == "failed"
        let allowance: ChatText = isFailed && payload.build_allow_failure.isTrue ? " (allowed to fail)" : ""
        let reason = isFailed ? payload.build_failure_reason.asText?.replacing("_", with: " ") : nil
        let page = payload.build_id.asText.flatMap { payload.page("/-/jobs/\($0)") }
        let place: ChatText = "\(payload.ref, after: " on ")\(duration(payload.build_duration), after: " in ")"
        let subject: ChatText = "job \(payload.build_name)\(allowance)\(starter(payload))"
        let words: ChatText = "\(subject) \(end)\(place)\(reason, after: ": ")"
        return EventNotification(of: payload, words, link: page)
            .marked(Severity(ofOutcome: payload.build_status.asText))
            .replacing(payload.build_id.asText.map { "gitlab job \($0) \(payload.project_id)" })
    }

    /// The end of a sentence about a pipeline or a job; nil while it is running (docs.gitlab.com/ci/pipelines,
    /// "Pipeline status").
    private static func end(_ status: PayloadView) -> ChatText? {
        switch status.asText {
        case "success": "succeeded"
        case "failed": "failed"
        case "canceled": "was canceled"
        case nil: "is \(status)"
        default: nil
        }
    }

    /// ` by Ada Lovelace`, who started it.
    private static func starter(_ payload: PayloadView) -> ChatText { "\(payload.actor, after: " by ")" }

    /// A duration from seconds, which may be fractional.
    private static func duration(_ seconds: PayloadView) -> Duration? {
        seconds.asJSON?.doubleValue.flatMap { Int64(exactly: $0.rounded()) }.map { .seconds($0) }
    }
}
