import HarkEvents

extension Alertmanager {
    /// A group of alerts: how many fire and are resolved, which they are, what they say, and where to look.
    static func group(_ payload: PayloadView) -> EventNotification? {
        let group = AlertGroup(payload)
        let words = group.summary(
            details: group.details(from: "summary", "description", "message", "title"), named: group.name)
        let alert = group.shown.first ?? PayloadView(nil)
        let notification = EventNotification(
            words, link: EventNotification.link(alert.generatorURL, payload.externalURL))
        return group.placed(notification)
    }
}
