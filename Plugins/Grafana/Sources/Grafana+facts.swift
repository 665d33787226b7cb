import HarkEvents

extension Grafana {
    /// What the operator's rules may ask for.
    static func facts(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        guard !payload.alerts.exists else { return facts.read(AlertGroup(payload)) }
        // Before Grafana 8, alerts had no labels.
        facts.addLabels(
            payload.tags.asMembers.compactMap { tag in tag.value.asText.map { "\(UntrustedText(tag.name))=\($0)" } })
        facts.outcome = payload.state.asText == "paused" ? nil : NotificationOutcome(named: payload.state.asText)
        guard facts.outcome == .failure || facts.outcome == .success else { return }
        facts.severity = Severity(named: payload.tags.severity.asText) ?? .error
    }
}
