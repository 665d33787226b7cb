/// A notification about a group of alerts, as Alertmanager sends it, and Grafana after it
/// (prometheus.io/docs/alerting/latest/configuration, "webhook_config").
public struct AlertGroup: Sendable {
    /// The alerts that the group's words are about: those that fire, or else those that are resolved.
    public let shown: [Facts]

    /// All alerts of the group.
    public let alerts: [Facts]

    private let payload: Facts
    private let resolvedCount: Int

    /// The group that a payload tells of.
    public init(_ payload: Facts) {
        self.payload = payload
        alerts = payload.alerts.list
        let firing = alerts.filter { $0.status.text != "resolved" }
        resolvedCount = alerts.count - firing.count
        shown = firing.isEmpty ? alerts : firing
    }

    /// How many fire and are resolved: `FIRING`, `RESOLVED (2)`, `1 firing, 2 resolved:`.
    public var states: Words {
        switch (alerts.count - resolvedCount, resolvedCount) {
        case (0, 0): "\(payload.status)"
        case (let count, 0): "FIRING\(Self.mark(count))"
        case (0, let count): "RESOLVED\(Self.mark(count))"
        case (let some, let others): "\(some) firing, \(others) resolved:"
        }
    }

    /// The name that the alerts have in common, or all their names.
    public var name: Words {
        let names = values { $0.labels.alertname.text }
        if let common = payload.commonLabels.alertname.text { return "\(common)" }
        return names.isEmpty ? "\(payload.commonLabels.alertname)" : "\(list: names)"
    }

    /// What tells the alerts of a group apart, as people know their machines, or else several of them by the first label
    /// that they do not share: ` on web-1, web-2`.
    public var subjects: Words {
        let names = shown.compactMap { alert in
            let labels = alert.labels
            let machine = labels.instance.text ?? labels.service.text ?? labels.pod.text ?? labels.job.text
            guard machine == nil, shown.count > 1 else { return machine }
            return labels.members.first { $0.name != "alertname" && !payload.commonLabels[$0.name].exists }?.facts.text
        }
        return names.isEmpty ? "" : " on \(list: Set(names).sorted())"
    }

    /// What the alerts say of themselves, in the first of these annotations that there is: `: disk is full`, and how many
    /// say something else.
    public func saying(_ annotations: String...) -> Words {
        let text = { (facts: Facts) in annotations.lazy.compactMap { facts[$0].text }.first }
        if let common = text(payload.commonAnnotations) { return "\(common, after: ": ")" }
        let first = shown.lazy.compactMap { text($0.annotations) }.first
        let others = Set(shown.compactMap { text($0.annotations) }).count - 1
        return others > 0 ? "\(first, after: ": ") (+\(others) more)" : "\(first, after: ": ")"
    }

    /// How many alerts the sender has left out: `; 3 more alerts were cut off`.
    public var cutOff: Words {
        guard let count = payload.truncatedAlerts.number, count > 0 else { return "" }
        return "; \(count) more \(count == 1 ? "alert was" : "alerts were") cut off"
    }

    /// The different texts that the group's alerts have in one place, sorted.
    public func values(_ place: (Facts) -> String?) -> [String] { Set(alerts.compactMap(place)).sorted() }

    /// ` (3)`, or nothing for one.
    private static func mark(_ count: Int) -> Words { count == 1 ? "" : " (\(count))" }
}
