import HarkEvents

extension Sentry {
    /// An issue alert: an event met the conditions of a rule
    /// (docs.sentry.io/organization/integrations/integration-platform/webhooks/issue-alerts).
    static func eventAlert(_ payload: PayloadView) -> EventNotification? {
        let event = payload.data.event
        let rule = payload.data.triggered_rule
        return report(event, rules: [rule.asText].compactMap(\.self), in: project(event), link: event.web_url)
    }

    /// A metric alert whose state changed; its title begins with the state
    /// (docs.sentry.io/organization/integrations/integration-platform/webhooks/metric-alerts).
    static func metricAlert(_ payload: PayloadView) -> EventNotification? {
        let data = payload.data
        let projects = data.metric_alert.projects.asList.compactMap(\.asText)
        let name = data.metric_alert.alert_rule.name
        let title: ChatText =
            data.description_title.exists ? "\(data.description_title)" : "\(payload.action): \(name)"
        let subject: ChatText? = projects.isEmpty ? nil : "\(list: projects)"
        // The filter of the rule follows on a line of its own.
        let numbers = data.description_text.asText?.lines.first
        return EventNotification(
            about: subject.map { UntrustedText($0.plain) }, "\(title)\(numbers, after: ": ")", link: data.web_url.asText
        )
    }

    /// An error event, sent for every error if the plan includes that
    /// (docs.sentry.io/organization/integrations/integration-platform/webhooks/errors).
    static func error(_ payload: PayloadView) -> EventNotification? {
        let error = payload.data.error
        return report(error, rules: [], in: project(error), link: error.web_url)
    }

    /// An event of the project plugin “WebHooks”, which is not signed (github.com/getsentry/sentry,
    /// src/sentry/plugins/sentry_webhooks/plugin.py).
    static func legacy(_ payload: PayloadView) -> EventNotification? {
        let rules = payload.triggering_rules.asList.compactMap(\.asText)
        let event = payload.event.title.exists ? payload.event : payload
        return report(event, rules: rules, in: payload.project_slug.asText, link: payload.url)
    }

    /// The event with its severity, the place in the code, and the rules that triggered the notification.
    private static func report(
        _ event: PayloadView, rules: [UntrustedText], in project: UntrustedText?, link: PayloadView
    ) -> EventNotification {
        let quoted: [UntrustedText] = rules.map { "“\($0)”" }
        let reason: ChatText = rules.isEmpty ? "" : ", by the \(rules.count == 1 ? "rule" : "rules") \(list: quoted)"
        let title: ChatText = event.title.exists ? "\(event.title)" : "\(event.message)"
        let place: ChatText = "\(event.culprit, after: " (", before: ")")"
        return EventNotification(
            about: project, "\(event.level, or: "event"): \(title)\(place)\(reason)", link: link.asText
        )
        .marked(Severity(named: event.level.asText))
    }

    /// The project's name, which is only in the event's URL: `…/projects/acme/shop/events/…`.
    static func project(_ event: PayloadView) -> UntrustedText? {
        let parts = event.url.asText?.split(separator: "/") ?? []
        return parts.firstIndex(of: "projects").flatMap { $0 + 2 < parts.count ? parts[$0 + 2] : nil }
    }
}
