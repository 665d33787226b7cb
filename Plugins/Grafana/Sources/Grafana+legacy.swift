import HarkEvents

extension Grafana {
    /// An alert of Grafana before version 8, where rules belonged to panels of dashboards
    /// (grafana.com/docs/grafana/v7.5/alerting/old-alerting/notifications, "Webhook").
    static func legacy(_ payload: PayloadView) -> EventNotification? {
        let state: ChatText =
            switch payload.state.asText {
            case "alerting": "ALERTING"
            case "no_data": "NO DATA"
            case "ok": "OK"
            case "paused": "PAUSED"
            case "pending": "PENDING"
            default: "\(payload.state)"
            }
        let name: ChatText = payload.ruleName.exists ? "\(payload.ruleName)" : "\(payload.title)"
        let matches = payload.evalMatches.asList.map { Reading($0.metric.asText ?? "value", $0.value) }
        return EventNotification(
            "\(state) \(name)\(payload.message, after: ": ")\(Reading.words(matches))", link: payload.ruleUrl)
    }
}
