import HarkEvents

/// healthchecks.io: a check is down or up again, as `$JSON` stands for it in a webhook's body
/// (healthchecks.io/docs/api, "Get a Single Check"). Whoever knows its `ping_url` can answer for what is checked.
enum Healthchecks: ReadyTemplate {
    static let name = "healthchecks"

    static func recognizes(_ payload: PayloadView) -> Bool {
        let check = checked(in: payload)
        return check.name.isText && check.status.isOne(of: "up", "down", "grace", "new", "paused", "started")
            && check.grace.isNumber && check.n_pings.isNumber && check.tags.isText
    }

    static func notification(of payload: PayloadView, _ facts: inout NotificationFacts) -> EventNotification? {
        let check = checked(in: payload)
        facts.place = check.name.or(check.slug).asText
        facts.event = check.status.asText
        facts.addLabels(check.tags.asText?.split(separator: " ") ?? [])
        facts.outcome =
            switch check.status.asText {
            case "down": .failure
            case "up": .success
            default: nil
            }
        if facts.outcome != nil { facts.severity = .error }
        let last: ChatText = "\(check.last_ping.shownTime, after: ", the last ping was at ")"
        let isUp = check.status.asText == "up"
        let tags = facts.place == nil ? check.tags.asText : nil
        return EventNotification(
            "\(strong: facts.place ?? "an unnamed check")\(tags, after: " (", before: ")") is \(check.status)\(isUp ? "" : last)\(check.desc.firstLine, after: ": ")"
        )
    }

    private static func checked(in payload: PayloadView) -> PayloadView {
        payload.check.isObject ? payload.check : payload
    }
}
