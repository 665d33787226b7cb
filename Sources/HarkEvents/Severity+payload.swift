extension Severity {
    /// The severity of an outcome that a provider names (`NotificationOutcome.init(named:)`), with a warning for what
    /// is `unstable`, a `warning` or in need of an `action_required`; nil for a neutral one. A notification shows the
    /// severity of its facts' outcome by itself: mark it with this one where there may be warnings.
    public init?(ofOutcome word: UntrustedText?) {
        switch (word?.lowercased, NotificationOutcome(named: word)) {
        case ("unstable", _), ("warning", _), ("action_required", _): self = .warning
        case (_, .success): self = .success
        case (_, .failure): self = .error
        default: return nil
        }
    }

    /// The severity for a priority that people give to their work, where it is one of the two highest: `Highest`,
    /// `Blocker`, `1 - Critical`, `High`. Nil for any other, because most work has one.
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
