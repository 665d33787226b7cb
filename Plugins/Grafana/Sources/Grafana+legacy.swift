import Hark

extension Grafana {
    /// An alert of Grafana before version 8, whose dashboards' panels had the rules
    /// (grafana.com/docs/grafana/v7.5/alerting/old-alerting/notifications, "Webhook").
    static func legacy(_ payload: Facts) -> Line? {
        let state: Words =
            switch payload.state.text {
            case "alerting": "ALERTING"
            case "no_data": "NO DATA"
            case "ok": "OK"
            case "paused": "PAUSED"
            case "pending": "PENDING"
            default: "\(payload.state)"
            }
        let name: Words = payload.ruleName.exists ? "\(payload.ruleName)" : "\(payload.title)"
        let matches = payload.evalMatches.list.map { Reading($0.metric.text ?? "value", $0["value"]) }
        return Line(
            "\(state) \(name)\(payload.message, after: ": ")\(Reading.words(matches))", link: payload.ruleUrl)
    }
}
