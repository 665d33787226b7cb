extension Severity {
    /// The severity of an outcome such as `success`, `failure` or `timed_out`, as builds and checks of several
    /// providers name it, in any case; nil for a neutral one.
    public init?(ofOutcome outcome: UntrustedText?) {
        switch outcome?.lowercased {
        case "success", "successful", "succeeded", "fixed", "passed": self = .success
        case "unstable", "warning", "action_required": self = .warning
        case "failure", "failed", "error", "timed_out", "timedout", "startup_failure": self = .error
        default: return nil
        }
    }

    /// The severity of an outcome; nil for a neutral one.
    public init?(of outcome: NotificationOutcome) {
        switch outcome {
        case .success: self = .success
        case .failure: self = .error
        case .cancelled, .neutral: return nil
        }
    }

    /// The severity for a priority that people give to their work, where it is one of the two highest: `Highest`, `Blocker`,
    /// `1 - Critical`, `High`. Nil for any other, because most work has one.
    public init?(ofPriority name: UntrustedText?) {
        switch name?.lowercased {
        case "highest", "blocker", "critical", "urgent", "1 - critical", "p0", "p1": self = .critical
        case "high", "2 - high", "p2": self = .error
        default: return nil
        }
    }

    /// The severity for a word that people use: an alert's label, an issue's level, an urgency, a priority such as
    /// `P1`. Nil for an unknown word.
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
