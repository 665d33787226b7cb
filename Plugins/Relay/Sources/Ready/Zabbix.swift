import HarkEvents

/// Zabbix: a problem, its update or its end. The names are those of the parameters of Zabbix's own media types
/// (git.zabbix.com, `templates/media`); the README shows the media type that posts them.
enum Zabbix: ReadyTemplate {
    static let name = "zabbix"

    static func recognizes(_ payload: PayloadView) -> Bool {
        payload.event_id.asInt != nil && payload.event_name.isText && payload.host_name.isText
            && payload.event_value.asInt.map { 0...1 ~= $0 } == true && payload.event_severity.isText
    }

    static func notification(of payload: PayloadView, _ facts: inout NotificationFacts) -> EventNotification? {
        let isOver = payload.event_value.asInt == 0
        let isUpdate = payload.event_update_status.asInt == 1
        facts.event = isUpdate ? "update" : isOver ? "resolved" : "problem"
        facts.place = payload.host_name.asText
        facts.outcome = isOver ? .success : .failure
        facts.addLabels((value(of: payload.event_tags)?.split(separator: ",") ?? []).map { $0.dropping(prefix: " ") })
        let severity = Severity(named: payload.event_severity.asText)
        facts.severity = severity ?? .error
        let state: ChatText = isUpdate ? "UPDATED" : isOver ? "RESOLVED" : "PROBLEM"
        let words = value(of: payload.event_update_message) ?? value(of: payload.event_opdata)
        return EventNotification(
            about: payload.host_name.asText,
            "\(state) \(payload.event_name) (\(payload.event_severity))\(words, after: ": ")", link: page(of: payload)
        ).marked(isOver ? .success : severity)
    }

    /// The first line of a parameter; nil for a macro that had no value.
    private static func value(of parameter: PayloadView) -> UntrustedText? {
        guard let text = parameter.firstLine, text != "*UNKNOWN*" else { return nil }
        return text.hasPrefix("{") && text.hasSuffix("}") ? nil : text
    }

    /// The page of a problem, where its sender says how people reach Zabbix.
    private static func page(of payload: PayloadView) -> UntrustedText? {
        guard let url = payload.zabbix_url.asText, url.hasPrefix("http"), let trigger = payload.trigger_id.asInt,
            let event = payload.event_id.asInt
        else { return nil }
        return "\(url.dropping(suffix: "/"))/tr_events.php?triggerid=\(trigger)&eventid=\(event)"
    }
}
