import HarkEvents

extension Grafana {
    /// A group of alerts: how many are firing and resolved, which ones, their details, and where to look.
    static func group(_ payload: PayloadView) -> EventNotification? {
        let group = AlertGroup(payload)
        let readings: ChatText = group.shown.count == 1 ? values(of: group.shown[0]) : ""
        let details: ChatText =
            "\(group.details(from: "summary", "description", "message", "title", "Error"))\(readings)"
        return group.placed(
            EventNotification(group.summary(details: details) { name(of: $0, in: group) }, link: link(payload, group)))
    }

    /// The rule's name. An alert about a query without data, or with an error, has it in another label
    /// (grafana.com/docs/grafana/latest/alerting/fundamentals/alert-rule-evaluation, "No Data and Error alerts").
    private static func name(of alerts: [PayloadView], in group: AlertGroup) -> ChatText {
        let rules = AlertGroup.values(of: alerts) { $0.labels.rulename.asText }
        return switch AlertGroup.values(of: alerts, { $0.labels.alertname.asText }) {
        case ["DatasourceNoData"] where !rules.isEmpty: "no data for \(list: rules)"
        case ["DatasourceError"] where !rules.isEmpty: "failing query of \(list: rules)"
        default: group.name(of: alerts)
        }
    }

    /// The link to the panel, if the rule has one, otherwise to the rule.
    private static func link(_ payload: PayloadView, _ group: AlertGroup) -> UntrustedText? {
        let alert = group.shown.first ?? PayloadView(nil)
        return EventNotification.link(alert.panelURL, alert.dashboardURL, alert.generatorURL, payload.externalURL)
    }
}
