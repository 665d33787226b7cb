import Hark

extension Alertmanager {
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
            case (let some, let others): "\(some) firing, \(others) resolved"
            }
        let cut = payload.truncatedAlerts.number.flatMap { $0 > 0 ? $0 : nil }
        let more: Words = cut.map { "; \($0) more alerts were cut off" } ?? ""
        let shown = firing.isEmpty ? resolved : firing
        return Line(
            "\(states) \(name(payload, alerts))\(subjects(shown))\(saying(payload, shown))\(more)",
            link: link(payload, shown))
    }

    /// ` (3)`, or nothing for one.
    private static func mark(_ count: Int) -> Words { count == 1 ? "" : " (\(count))" }

    /// The alert's name, where the group has one in common.
    private static func name(_ payload: Facts, _ alerts: [Facts]) -> Words {
        let names = Set(alerts.compactMap { $0.labels.alertname.text }).sorted()
        if let common = payload.commonLabels.alertname.text ?? (names.count == 1 ? names[0] : nil) {
            return "\(common)"
        }
        return names.isEmpty ? "\(payload.commonLabels.alertname)" : "\(list: names)"
    }

    /// What tells the alerts of a group apart, as people know their machines.
    private static func subjects(_ alerts: [Facts]) -> Words {
        let names = alerts.compactMap { alert in
            alert.labels.instance.text ?? alert.labels.service.text ?? alert.labels.pod.text ?? alert.labels.job.text
        }
        return names.isEmpty ? "" : " on \(list: Array(Set(names)).sorted())"
    }

    /// What the alerts say of themselves.
    private static func saying(_ payload: Facts, _ alerts: [Facts]) -> Words {
        let common = payload.commonAnnotations
        let own = alerts.first?.annotations ?? Facts(nil)
        let texts = [common.summary, common.description, own.summary, own.description].compactMap(\.text)
        return "\(texts.first, after: ": ")"
    }

    private static func link(_ payload: Facts, _ alerts: [Facts]) -> String? {
        alerts.first?.generatorURL.text ?? payload.externalURL.text
    }
}
