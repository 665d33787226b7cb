/// A notification about a group of alerts, as Alertmanager sends it, and Grafana after it
/// (prometheus.io/docs/alerting/latest/configuration, "webhook_config").
public struct AlertGroup: Sendable {
    /// The alerts that the group's words begin with: those that fire, or else those that are resolved.
    public let shown: [Facts]

    private let alerts: [Facts]
    private let payload: Facts

    /// The alerts that are resolved while others fire.
    private let ended: [Facts]

    /// The group that a payload tells of.
    public init(_ payload: Facts) {
        self.payload = payload
        alerts = payload.alerts.list
        let firing = alerts.filter { $0.status.text != "resolved" }
        shown = firing.isEmpty ? alerts : firing
        ended = firing.isEmpty ? [] : alerts.filter { $0.status.text == "resolved" }
    }

    /// How many fire and are resolved, which they are and where, what they say, and which are resolved while others fire:
    /// `1 firing, 1 resolved: DiskFull on db-1: disk is full; resolved: HighLatency on web-1`.
    /// - Parameters:
    ///   - saying: what is said of the alerts that are shown.
    ///   - name: what some of the alerts are called.
    public func words(saying: Words, named name: ([Facts]) -> Words) -> Words {
        let rest: Words = ended.isEmpty ? "" : "; resolved: \(name(ended))\(subjects(of: ended))"
        return "\(states) \(name(shown))\(subjects(of: shown))\(saying)\(rest)\(cutOff)"
    }

    /// The name that alerts of the group have in common, or all their names.
    public func name(of alerts: [Facts]) -> Words {
        let names = Self.values(of: alerts) { $0.labels.alertname.text }
        if let common = payload.commonLabels.alertname.text { return "\(common)" }
        return names.isEmpty ? "\(payload.commonLabels.alertname)" : "\(list: names)"
    }

    /// What the alerts say of themselves, in the first of these annotations that there is: `: disk is full`, and how many
    /// say something else.
    public func saying(_ annotations: String...) -> Words {
        let text = { (facts: Facts) -> UntrustedText? in annotations.lazy.compactMap { facts[$0].text }.first }
        if let common = text(payload.commonAnnotations) { return "\(common, after: ": ")" }
        let first = shown.lazy.compactMap { text($0.annotations) }.first
        let others = Set(shown.compactMap { text($0.annotations) }).count - 1
        return others > 0 ? "\(first, after: ": ") (+\(others) more)" : "\(first, after: ": ")"
    }

    /// The different texts that alerts have in one place, sorted.
    public static func values(of alerts: [Facts], _ place: (Facts) -> UntrustedText?) -> [UntrustedText] {
        Set(alerts.compactMap(place)).sorted()
    }

    /// How many fire and are resolved: `FIRING`, `RESOLVED (2)`, `1 firing, 2 resolved:`.
    private var states: Words {
        guard let alert = shown.first else { return "\(payload.status)" }
        if !ended.isEmpty { return "\(shown.count) firing, \(ended.count) resolved:" }
        let count: Words = shown.count == 1 ? "" : " (\(shown.count))"
        return alert.status.text == "resolved" ? "RESOLVED\(count)" : "FIRING\(count)"
    }

    /// What tells alerts apart from each other, or else from the rest of the group: ` on web-1, web-2`.
    private func subjects(of some: [Facts]) -> Words {
        let labels = [TellingLabels(some), TellingLabels(alerts)]
        let texts = some.compactMap { alert in
            labels.lazy.compactMap { $0.text(of: alert) }.first ?? usualSubject(of: alert)
        }
        let names = Set(texts)
        return names.isEmpty ? "" : " on \(list: names.sorted())"
    }

    /// What an alert is about where nothing tells it apart: the machine, as people know theirs, or else, of several alerts,
    /// its first label that they do not share.
    private func usualSubject(of alert: Facts) -> UntrustedText? {
        let labels = alert.labels
        let machine = labels.instance.text ?? labels.service.text ?? labels.pod.text ?? labels.job.text
        guard machine == nil, alerts.count > 1 else { return machine }
        let members = labels.members.lazy.filter { TellingLabels.mayTell($0.name) }
        return members.first { !payload.commonLabels[$0.name].exists }?.facts.text
    }

    /// How many alerts the sender has left out: `; 3 more alerts were cut off`.
    private var cutOff: Words {
        guard let count = payload.truncatedAlerts.number, count > 0 else { return "" }
        return "; \(count) more \(count == 1 ? "alert was" : "alerts were") cut off"
    }
}
