import Hark

extension GitLab {
    /// `Pipeline Hook`: a pipeline ended. It is sent for every change of its status.
    static func pipeline(_ payload: Facts) -> Line? {
        let pipeline = payload.object_attributes
        guard let end = end(pipeline.status) else { return nil }
        let subject: Words = "pipeline #\(pipeline.id)\(pipeline.name, after: " (", before: ")")"
        let place: Words = "\(pipeline.ref, after: " on ")"
        let failed = payload.builds.list.filter { $0.status.text == "failed" && !$0.allow_failure.isTrue }
        let names = failed.compactMap(\.name.text)
        let jobs: Words = names.isEmpty ? "" : ": \(list: names)"
        let page = pipeline.url.text ?? pipeline.id.text.flatMap { payload.page("/-/pipelines/\($0)") }
        let time: Words = "\(duration(pipeline.duration), after: " in ")"
        let words: Words = "\(subject)\(starter(payload)) \(end)\(place)\(time)\(jobs)"
        return Line(in: payload, words, link: page)
    }

    /// `Job Hook`: a job of a pipeline ended.
    static func job(_ payload: Facts) -> Line? {
        guard let end = end(payload.build_status) else { return nil }
        let isFailed = payload.build_status.text == "failed"
        let allowance: Words = isFailed && payload.build_allow_failure.isTrue ? " (allowed to fail)" : ""
        let reason = isFailed ? payload.build_failure_reason.text?.replacing("_", with: " ") : nil
        let page = payload.build_id.text.flatMap { payload.page("/-/jobs/\($0)") }
        let place: Words = "\(payload.ref, after: " on ")\(duration(payload.build_duration), after: " in ")"
        let subject: Words = "job \(payload.build_name)\(allowance)\(starter(payload))"
        let words: Words = "\(subject) \(end)\(place)\(reason, after: ": ")"
        return Line(in: payload, words, link: page)
    }

    /// How a pipeline or a job ended; nil while it goes on (docs.gitlab.com/ci/pipelines, "Pipeline status").
    private static func end(_ status: Facts) -> Words? {
        switch status.text {
        case "success": "succeeded"
        case "failed": "failed"
        case "canceled": "was canceled"
        case nil: "is \(status)"
        default: nil
        }
    }

    /// ` by Ada Lovelace`, who started it.
    private static func starter(_ payload: Facts) -> Words { "\(payload.actor, after: " by ")" }

    /// So many seconds, which may have a fraction.
    private static func duration(_ facts: Facts) -> Duration? {
        facts.value?.doubleValue.flatMap { Int64(exactly: $0.rounded()) }.map { .seconds($0) }
    }
}
