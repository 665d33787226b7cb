import HarkEvents

/// Uptime Kuma: a monitor is down or up, or a test (github.com/louislam/uptime-kuma, `webhook.js`). Without a
/// heartbeat there is the message alone.
enum UptimeKuma: ReadyTemplate {
    static let name = "uptime-kuma"

    static func recognizes(_ payload: PayloadView) -> Bool {
        let (beat, monitor) = (payload.heartbeat, payload.monitor)
        guard payload.msg.isText else { return false }
        if beat.exists { return beat.status.isNumber && beat.time.isText && monitor.name.isText }
        return !monitor.exists && payload.asMembers.count == 3
            && payload.asMembers.allSatisfy { ["heartbeat", "monitor", "msg"].contains($0.name) }
    }

    static func notification(of payload: PayloadView, _ facts: inout NotificationFacts) -> EventNotification? {
        let (beat, monitor) = (payload.heartbeat, payload.monitor)
        guard beat.exists || monitor.exists else { return EventNotification("\(payload.msg)") }
        facts.place = monitor.name.asText
        let state: ChatText
        var severity: Severity?
        switch beat.status.asInt {
        case 0: (state, severity, facts.event, facts.outcome) = ("is down", .error, "down", .failure)
        case 1: (state, severity, facts.event, facts.outcome) = ("is up", .success, "up", .success)
        case 2: (state, severity, facts.event) = ("does not answer, and is tried again", .warning, "pending")
        case 3: (state, severity, facts.event) = ("is under maintenance", .info, "maintenance")
        default: state = "is in the state \(beat.status)"
        }
        if facts.outcome != nil { facts.severity = .error }
        // A monitor of another kind has an empty address behind the scheme.
        let url = monitor.url.asText.unless("https://", "http://")
        return EventNotification(
            "\(strong: monitor.name.asText ?? "?") \(state)\(beat.msg.firstLine, after: ": ")", link: url
        )
        .marked(severity)
    }
}
