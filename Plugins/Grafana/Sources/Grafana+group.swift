import Hark

extension Grafana {
    /// A group of alerts: how many fire and are resolved, which they are, what they say, and where to look.
    static func group(_ payload: Facts) -> Line? {
        let alerts = payload.alerts.list
        let firing = alerts.filter { $0.status.text != "resolved" }
        let resolved = alerts.filter { $0.status.text == "resolved" }
        let states: Words =
            switch (firing.count, resolved.count) {
            case (0, 0): "\(payload.status)"
            case (let count, 0): "FIRING\(mark(count))"
            case (0, let count): "RESOLVED\(mark(count))"
            case (let some, let others): "\(some) firing, \(others) resolved:"
            }
        let cut = payload.truncatedAlerts.number.flatMap { $0 > 0 ? $0 : nil }
        let more: Words = cut.map { "; \($0) more \($0 == 1 ? "alert was" : "alerts were") cut off" } ?? ""
        let shown = firing.isEmpty ? resolved : firing
        let readings: Words = shown.count == 1 ? values(of: shown[0]) : ""
        return Line(
            "\(states) \(name(payload, alerts))\(subjects(payload, shown))\(saying(payload, shown))\(readings)\(more)",
            link: link(payload, shown))
    }

    /// ` (3)`, or nothing for one.
    private static func mark(_ count: Int) -> Words { count == 1 ? "" : " (\(count))" }

    /// The rule's name, where the group has one in common. An alert about a query that has no data, or fails, has the
    /// rule's name in another label (grafana.com/docs/grafana/latest/alerting/fundamentals/alert-rule-evaluation,
    /// "No Data and Error alerts").
    private static func name(_ payload: Facts, _ alerts: [Facts]) -> Words {
        let names = Set(alerts.compactMap { $0.labels.alertname.text }).sorted()
        let rules = Set(alerts.compactMap { $0.labels.rulename.text }).sorted()
        switch payload.commonLabels.alertname.text ?? (names.count == 1 ? names[0] : nil) {
        case "DatasourceNoData" where !rules.isEmpty: return "no data for \(list: rules)"
        case "DatasourceError" where !rules.isEmpty: return "failing query of \(list: rules)"
        case let name?: return "\(name)"
        case nil: return names.isEmpty ? "\(payload.commonLabels.alertname)" : "\(list: names)"
        }
    }

    /// What tells the alerts of a group apart, as people know their machines, or else several of them by the first label
    /// that they do not share.
    private static func subjects(_ payload: Facts, _ alerts: [Facts]) -> Words {
        let names = alerts.compactMap { alert in
            let labels = alert.labels
            let machine = labels.instance.text ?? labels.service.text ?? labels.pod.text ?? labels.job.text
            guard machine == nil, alerts.count > 1 else { return machine }
            return labels.members.first { $0.name != "alertname" && !payload.commonLabels[$0.name].exists }?.facts.text
        }
        return names.isEmpty ? "" : " on \(list: Array(Set(names)).sorted())"
    }

    /// What the alerts say of themselves, if they all say the same.
    private static func saying(_ payload: Facts, _ alerts: [Facts]) -> Words {
        let texts = Set(alerts.map { text($0.annotations) })
        let common = text(payload.commonAnnotations) ?? (texts.count == 1 ? texts.first ?? nil : nil)
        return "\(common, after: ": ")"
    }

    private static func text(_ annotations: Facts) -> String? {
        annotations.summary.text ?? annotations.description.text ?? annotations.Error.text
    }

    /// The panel, if the rule has one, and else the rule.
    private static func link(_ payload: Facts, _ alerts: [Facts]) -> String? {
        let alert = alerts.first ?? Facts(nil)
        return alert.panelURL.text ?? alert.dashboardURL.text ?? alert.generatorURL.text ?? payload.externalURL.text
    }
}
