/// A notification about a group of alerts, as Alertmanager sends it, and Grafana after it
/// (prometheus.io/docs/alerting/latest/configuration, "webhook_config").
public struct AlertGroup: Sendable {
    /// The alerts that the group's words begin with: those that fire, or else those that are resolved.
    public let shown: [PayloadView]

    private let alerts: [PayloadView]
    private let payload: PayloadView

    /// The alerts that are resolved while others fire.
    private let ended: [PayloadView]

    /// The group that a payload tells of.
    public init(_ payload: PayloadView) {
        self.payload = payload
        alerts = payload.alerts.asList
        let firing = alerts.filter { $0.status.asText != "resolved" }
        shown = firing.isEmpty ? alerts : firing
        ended = firing.isEmpty ? [] : alerts.filter { $0.status.asText == "resolved" }
    }

    /// How many fire and are resolved, which they are and where, what they say, and which are resolved while others
    /// fire: `1 firing, 1 resolved: DiskFull on db-1: disk is full; resolved: HighLatency on web-1`.
    /// - Parameters:
    ///   - details: what the shown alerts say of themselves.
    ///   - name: what some of the alerts are called.
    public func summary(details: ChatText, named name: ([PayloadView]) -> ChatText) -> ChatText {
        let rest: ChatText = ended.isEmpty ? "" : "; resolved: \(name(ended))\(subjects(of: ended))"
        return "\(states) \(name(shown))\(subjects(of: shown))\(details)\(rest)\(cutOff)"
    }

    /// A notification about the group in the group's thread: with the worst severity that an alert that fires has as a
    /// label, and seen in the room too once all are resolved.
    public func placed(_ notification: EventNotification) -> EventNotification {
        let isResolved = shown.first?.status.asText == "resolved"
        let worst = shown.compactMap { Severity(named: $0.labels.severity.asText) }.max()
        return notification.marked(isResolved ? .success : worst)
            .inThread(of: payload.groupKey.asText, isAlsoInRoom: isResolved)
    }

    /// The name that alerts of the group have in common, or all their names.
    public func name(of alerts: [PayloadView]) -> ChatText {
        let names = Self.values(of: alerts) { $0.labels.alertname.asText }
        if let common = payload.commonLabels.alertname.asText { return "\(common)" }
        return names.isEmpty ? "\(payload.commonLabels.alertname)" : "\(list: names)"
    }

    /// What the alerts say of themselves, in the first of these annotations that there is: `: disk is full`, and how
    /// many say something else.
    public func details(from annotations: String...) -> ChatText {
        let text = { (labels: PayloadView) -> UntrustedText? in annotations.lazy.compactMap { labels[$0].asText }.first
        }
        if let common = text(payload.commonAnnotations) { return "\(common, after: ": ")" }
        let first = shown.lazy.compactMap { text($0.annotations) }.first
        let others = Set(shown.compactMap { text($0.annotations) }).count - 1
        return others > 0 ? "\(first, after: ": ") (+\(others) more)" : "\(first, after: ": ")"
    }

    /// The different texts that alerts have in one place, sorted.
    public static func values(of alerts: [PayloadView], _ place: (PayloadView) -> UntrustedText?) -> [UntrustedText] {
        Set(alerts.compactMap(place)).sorted()
    }

    /// How many fire and are resolved: `FIRING`, `RESOLVED (2)`, `1 firing, 2 resolved:`.
    private var states: ChatText {
        guard let alert = shown.first else { return "\(payload.status)" }
        if !ended.isEmpty { return "\(shown.count) firing, \(ended.count) resolved:" }
        let count: ChatText = shown.count == 1 ? "" : " (\(shown.count))"
        return alert.status.asText == "resolved" ? "RESOLVED\(count)" : "FIRING\(count)"
    }

    /// What tells alerts apart from each other, or else from the rest of the group: ` on web-1, web-2`.
    private func subjects(of some: [PayloadView]) -> ChatText {
        let labels = [DistinguishingLabels(some), DistinguishingLabels(alerts)]
        let texts = some.compactMap { alert in
            labels.lazy.compactMap { $0.text(of: alert) }.first ?? usualSubject(of: alert)
        }
        let names = Set(texts)
        return names.isEmpty ? "" : " on \(list: names.sorted())"
    }

    /// What an alert is about where nothing tells it apart: the machine, as people know theirs, or else, of several
    /// alerts, its first label that they do not share.
    private func usualSubject(of alert: PayloadView) -> UntrustedText? {
        let labels = alert.labels
        let machine = labels.instance.asText ?? labels.service.asText ?? labels.pod.asText ?? labels.job.asText
        guard machine == nil, alerts.count > 1 else { return machine }
        let members = labels.asMembers.lazy.filter { DistinguishingLabels.mayDistinguish($0.name) }
        return members.first { !payload.commonLabels[$0.name].exists }?.value.asText
    }

    /// How many alerts the sender has left out: `; 3 more alerts were cut off`.
    private var cutOff: ChatText {
        guard let count = payload.truncatedAlerts.asInt, count > 0 else { return "" }
        return "; \(count) more \(count == 1 ? "alert was" : "alerts were") cut off"
    }
}
