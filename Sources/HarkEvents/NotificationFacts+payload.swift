extension NotificationOutcome {
    /// The outcome that a provider names, such as `success`, `failure` or `timed_out`, in any case; neutral for any
    /// other word, and nil for none and for what has not ended.
    public init?(named word: UntrustedText?) {
        guard let word else { return nil }
        switch word.lowercased {
        case "success", "successful", "succeeded", "fixed", "passed", "resolved", "ok": self = .success
        case "failure", "failed", "error", "errored", "timed_out", "timedout", "startup_failure", "unstable", "firing",
            "alerting", "broken", "unauthorized":
            self = .failure
        case "cancelled", "canceled", "aborted", "killed", "stopped": self = .cancelled
        case "pending", "running", "in_progress", "inprogress", "queued", "waiting", "created", "started":
            return nil
        default: self = .neutral
        }
    }
}

extension NotificationFacts {
    /// Adds the labels of an issue or a pull request, from a list of them.
    /// - Parameter name: the member of a label that has its name; a label may also be the name itself.
    public mutating func addLabels(_ list: PayloadView, named name: String = "name") {
        for label in list.asList {
            guard labels.count < Self.mostLabels else { return }
            if let name = label[name].asText ?? label.asText { addLabel(name) }
        }
    }

    /// Fills in the branch from a full or a short name of a branch or tag of the payload's own repository.
    public mutating func setBranch(_ ref: PayloadView) { branch = SourceBranch(ref).branch }

    /// Fills in what a group of alerts in Alertmanager's format says: its service, labels, outcome and severity.
    public mutating func read(_ group: AlertGroup) {
        place = group.service
        for alert in group.named where labels.count < Self.mostLabels {
            addLabels(
                alert.labels.asMembers.lazy.compactMap { label in
                    label.value.asText.map { text -> UntrustedText in "\(UntrustedText(label.name))=\(text)" }
                })
        }
        outcome = group.isResolved ? .success : .failure
        severity = group.worstSeverity
    }
}

extension AlertGroup {
    /// Whether all alerts of the group are resolved.
    public var isResolved: Bool { shown.first?.status.asText == "resolved" }

    /// The worst severity label of the firing alerts, or success if all are resolved; nil if no alert has a known
    /// one.
    public var severity: Severity? { isResolved ? .success : shown.compactMap { Self.severity(of: $0) }.max() }

    /// The worst severity of the firing and the resolved alerts, for rules: whoever heard that an alert fires hears
    /// that it is resolved. An alert without a known label has that of a failure.
    var worstSeverity: Severity? { named.map { Self.severity(of: $0) ?? .error }.max() }

    private static func severity(of alert: PayloadView) -> Severity? {
        Severity(named: alert.labels.severity.or(alert.labels.level).asText)
    }

    /// The service that the first of the shown alerts is about, by the labels that Prometheus's users give it.
    var service: UntrustedText? {
        let labels = shown.first?.labels ?? PayloadView(nil)
        return labels.service.or(labels.job).or(labels.instance).asText
    }
}
