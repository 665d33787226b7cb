/// A notification about a group of alerts, in the format of Alertmanager, which Grafana also uses
/// (prometheus.io/docs/alerting/latest/configuration, "webhook_config").
public struct AlertGroup: Sendable {
    /// The alerts that the text begins with: the firing ones, or else the resolved ones.
    public let shown: [PayloadView]

    /// The alerts that the text names, the firing ones first.
    var named: [PayloadView] { shown + ended }

    private let alerts: [PayloadView]
    private let payload: PayloadView

    /// The resolved alerts of a group in which others fire.
    private let ended: [PayloadView]

    /// Reads the group from a payload.
    public init(_ payload: PayloadView) {
        self.payload = payload
        alerts = payload.alerts.asList
        let firing = alerts.filter { $0.status.asText != "resolved" }
        shown = firing.isEmpty ? alerts : firing
        ended = firing.isEmpty ? [] : alerts.filter { $0.status.asText == "resolved" }
    }

    /// How many alerts are firing and resolved, their names, subjects and details, and the resolved ones of a group in
    /// which others fire: `1 firing, 1 resolved: DiskFull on db-1: disk is full; resolved: HighLatency on web-1`.
    /// - Parameters:
    ///   - details: the details of the shown alerts.
    ///   - name: returns the name of some of the alerts.
    public func summary(details: ChatText, named name: ([PayloadView]) -> ChatText) -> ChatText {
        let rest: ChatText = ended.isEmpty ? "" : "; resolved: \(name(ended))\(subjects(of: ended))"
        return "\(states) \(name(shown))\(subjects(of: shown))\(details)\(rest)\(cutOff)"
    }

    /// The notification in the group's thread: with the worst severity label of the firing alerts, and also in the room
    /// once all are resolved.
    public func placed(_ notification: EventNotification) -> EventNotification {
        notification.marked(severity).inThread(of: payload.groupKey.asText, isAlsoInRoom: isResolved)
    }

    /// The name that alerts of the group share, or all of their names.
    public func name(of alerts: [PayloadView]) -> ChatText {
        let names = Self.values(of: alerts) { $0.labels.alertname.asText }
        if let common = payload.commonLabels.alertname.asText { return "\(common)" }
        // Prometheus names every alert; others who post to an Alertmanager may not.
        if names.isEmpty { return alerts.isEmpty ? "\(payload.commonLabels.alertname)" : "an alert" }
        return "\(list: names)"
    }

    /// The details of the alerts, from the first of these annotations that is set: `: disk is full`, and how many
    /// alerts have a different text.
    public func details(from annotations: String...) -> ChatText {
        let text = { (labels: PayloadView) -> UntrustedText? in
            annotations.lazy.compactMap { labels[$0].asText }.first
        }
        if let common = text(payload.commonAnnotations) { return "\(common, after: ": ")" }
        let first = shown.lazy.compactMap { text($0.annotations) }.first
        let others = Set(shown.compactMap { text($0.annotations) }).count - 1
        return others > 0 ? "\(first, after: ": ") (+\(others) more)" : "\(first, after: ": ")"
    }

    /// The distinct texts at one place of the alerts, sorted.
    public static func values(of alerts: [PayloadView], _ place: (PayloadView) -> UntrustedText?) -> [UntrustedText] {
        Set(alerts.compactMap(place)).sorted()
    }

    /// The number of firing and resolved alerts: `FIRING`, `RESOLVED (2)`, `1 firing, 2 resolved:`.
    private var states: ChatText {
        guard let alert = shown.first else { return "\(payload.status)" }
        if !ended.isEmpty { return "\(shown.count) firing, \(ended.count) resolved:" }
        let count: ChatText = shown.count == 1 ? "" : " (\(shown.count))"
        return alert.status.asText == "resolved" ? "RESOLVED\(count)" : "FIRING\(count)"
    }

    /// The labels that distinguish alerts from each other, or else from the rest of the group: ` on web-1, web-2`.
    private func subjects(of some: [PayloadView]) -> ChatText {
        let labels = [DistinguishingLabels(some), DistinguishingLabels(alerts)]
        let texts = some.compactMap { alert in
            labels.lazy.compactMap { $0.text(of: alert) }.first ?? usualSubject(of: alert)
        }
        let names = Set(texts)
        return names.isEmpty ? "" : " on \(list: names.sorted())"
    }

    /// The subject of an alert that no label distinguishes: the machine, in its usual form, or else, for several
    /// alerts, the first label that they do not share.
    private func usualSubject(of alert: PayloadView) -> UntrustedText? {
        let labels = alert.labels
        let machine = labels.instance.asText ?? labels.service.asText ?? labels.pod.asText ?? labels.job.asText
        guard machine == nil, alerts.count > 1 else { return machine }
        let members = labels.asMembers.lazy.filter { DistinguishingLabels.mayDistinguish($0.name) }
        return members.first { !payload.commonLabels[$0.name].exists }?.value.asText
    }

    /// The number of alerts that the sender left out: `; 3 more alerts were cut off`.
    private var cutOff: ChatText {
        guard let count = payload.truncatedAlerts.asInt, count > 0 else { return "" }
        return "; \(count) more \(count == 1 ? "alert was" : "alerts were") cut off"
    }
}
