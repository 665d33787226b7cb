import Hark

extension Grafana {
    /// A group of alerts: how many fire and are resolved, which they are, what they say, and where to look.
    static func group(_ payload: Facts) -> Line? {
        let group = AlertGroup(payload)
        let saying = group.saying("summary", "description", "Error")
        let readings: Words = group.shown.count == 1 ? values(of: group.shown[0]) : ""
        return Line(
            "\(group.states) \(name(of: group))\(group.subjects)\(saying)\(readings)\(group.cutOff)",
            link: link(payload, group))
    }

    /// The rule's name. An alert about a query that has no data, or fails, has it in another label
    /// (grafana.com/docs/grafana/latest/alerting/fundamentals/alert-rule-evaluation, "No Data and Error alerts").
    private static func name(of group: AlertGroup) -> Words {
        let rules = group.values { $0.labels.rulename.text }
        return switch group.values({ $0.labels.alertname.text }) {
        case ["DatasourceNoData"] where !rules.isEmpty: "no data for \(list: rules)"
        case ["DatasourceError"] where !rules.isEmpty: "failing query of \(list: rules)"
        default: group.name
        }
    }

    /// The panel, if the rule has one, and else the rule.
    private static func link(_ payload: Facts, _ group: AlertGroup) -> String? {
        let alert = group.shown.first ?? Facts(nil)
        return alert.panelURL.text ?? alert.dashboardURL.text ?? alert.generatorURL.text ?? payload.externalURL.text
    }
}
