extension ChatText {
    /// The end of a sentence about a run, a job or a check: its outcome as GitHub and Gitea name it.
    public init(outcome conclusion: PayloadView) {
        switch conclusion.asText {
        case "success": self = "succeeded"
        case "failure": self = "failed"
        case "cancelled": self = "was cancelled"
        case "skipped": self = "was skipped"
        case "timed_out": self = "timed out"
        case "startup_failure": self = "failed to start"
        case "action_required": self = "needs somebody to act"
        case "neutral": self = "ended neither well nor badly"
        case "stale": self = "went stale"
        default: self = "ended with \(conclusion)"
        }
    }
}
