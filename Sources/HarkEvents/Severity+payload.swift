extension Severity {
    /// How good or bad it is that something ended like this: `success`, `failure`, `timed_out`, as builds and checks of
    /// several providers say it, in any case; nil for an end that is neither.
    public init?(ofOutcome outcome: UntrustedText?) {
        switch outcome?.lowercased {
        case "success", "successful", "succeeded", "fixed", "passed": self = .success
        case "unstable", "warning", "action_required": self = .warning
        case "failure", "failed", "error", "timed_out", "timedout", "startup_failure": self = .error
        default: return nil
        }
    }

    /// How bad something is by the word that people give it: an alert's label, an issue's level, an urgency, a priority
    /// such as `P1`. Nil for a word that says nothing of it.
    public init?(named word: UntrustedText?) {
        switch word?.lowercased {
        case "critical", "crit", "fatal", "emergency", "emerg", "page", "disaster", "p1", "p0", "sev1", "sev0":
            self = .critical
        case "error", "err", "high", "major", "p2", "sev2": self = .error
        case "warning", "warn", "medium", "moderate", "minor", "average", "p3", "sev3": self = .warning
        case "info", "information", "informational", "low", "notice", "none", "debug", "p4", "p5": self = .info
        default: return nil
        }
    }
}
