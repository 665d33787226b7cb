import HarkEvents

// Pipelines and builds, as EventBridge sends them to a topic.

extension AWS {
    /// A pipeline, stage or action of CodePipeline
    /// (docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html).
    static func pipeline(_ payload: PayloadView) -> EventNotification? {
        let detail = payload.message.detail
        let steps = [detail.stage.asText, detail.action.asText].compactMap(\.self)
        let name: ChatText = steps.isEmpty ? "" : ", \(list: steps)"
        let reason = detail["execution-result"]["external-execution-summary"].asText
        let notification = EventNotification(
            "pipeline \(detail.pipeline)\(name) \(verb(payload.state))\(reason, after: ": ")")
        let run = detail["execution-id"].asText
        return placed(
            notification, payload.state, thread: run.map { "aws pipeline \($0)" },
            key: steps.isEmpty ? run.map { "aws pipeline \($0)" } : nil)
    }

    /// A build of CodeBuild, or one of its phases
    /// (docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications-ref.html).
    static func build(_ payload: PayloadView) -> EventNotification? {
        let detail = payload.message.detail
        let phase = detail["completed-phase"].asText
        let state = phase == nil ? payload.state : detail["completed-phase-status"]
        let notification = EventNotification(
            "build of \(detail["project-name"])\(phase, after: ", phase ") \(verb(state))",
            link: detail["additional-information"].logs["deep-link"])
        let run = detail["build-id"].asText
        return placed(
            notification, state, thread: run.map { "aws build \($0)" },
            key: phase == nil ? run.map { "aws build \($0)" } : nil)
    }

    private static func placed(
        _ notification: EventNotification, _ state: PayloadView, thread: UntrustedText?, key: UntrustedText?
    ) -> EventNotification {
        let severity: Severity? =
            switch state.asText {
            case "SUCCEEDED": .success
            case "FAILED", "FAULT", "TIMED_OUT", "CLIENT_ERROR": .error
            default: nil
            }
        return notification.marked(severity).inThread(of: thread, isAlsoInRoom: severity == .error).replacing(key)
    }

    /// What a run does, by its state.
    private static func verb(_ state: PayloadView) -> ChatText {
        switch state.asText {
        case "STARTED", "IN_PROGRESS": "is running"
        case "RESUMED": "goes on"
        case "SUCCEEDED": "succeeded"
        case "FAILED", "FAULT", "CLIENT_ERROR": "failed"
        case "TIMED_OUT": "ran out of time"
        case "STOPPING": "is being stopped"
        case "STOPPED", "CANCELED": "was stopped"
        case "SUPERSEDED": "was superseded"
        default: "is \(state)"
        }
    }
}
