import Hark

extension Sentry {
    /// An issue alert: an event met the conditions of a rule
    /// (docs.sentry.io/organization/integrations/integration-platform/webhooks/issue-alerts).
    static func eventAlert(_ payload: Facts) -> Line? {
        let event = payload.data.event
        let rule = payload.data.triggered_rule
        return report(event, rules: [rule.text].compactMap(\.self), in: project(event), link: event.web_url)
    }

    /// A metric alert changed its state; its title begins with that
    /// (docs.sentry.io/organization/integrations/integration-platform/webhooks/metric-alerts).
    static func metricAlert(_ payload: Facts) -> Line? {
        let data = payload.data
        let projects = data.metric_alert.projects.list.compactMap(\.text)
        let name = data.metric_alert.alert_rule.name
        let title: Words =
            data.description_title.exists ? "\(data.description_title)" : "\(payload.action): \(name)"
        let subject: Words? = projects.isEmpty ? nil : "\(list: projects)"
        // The filter of the rule follows on a line of its own.
        let numbers = data.description_text.text?.lines.first
        return Line(
            in: subject.map { UntrustedText($0.text) }, "\(title)\(numbers, after: ": ")", link: data.web_url.text)
    }

    /// An error, as each single one is sent where the plan has that
    /// (docs.sentry.io/organization/integrations/integration-platform/webhooks/errors).
    static func error(_ payload: Facts) -> Line? {
        let error = payload.data.error
        return report(error, rules: [], in: project(error), link: error.web_url)
    }

    /// An event, as the plugin “WebHooks” of projects sends it, without a signature
    /// (github.com/getsentry/sentry, src/sentry/plugins/sentry_webhooks/plugin.py).
    static func legacy(_ payload: Facts) -> Line? {
        let rules = payload.triggering_rules.list.compactMap(\.text)
        let event = payload.event.title.exists ? payload.event : payload
        return report(event, rules: rules, in: payload.project_slug.text, link: payload.url)
    }

    /// What happened, how bad it is, where in the code, and which rules made Sentry tell it.
    private static func report(_ event: Facts, rules: [UntrustedText], in project: UntrustedText?, link: Facts) -> Line
    {
        let quoted: [UntrustedText] = rules.map { "“\($0)”" }
        let reason: Words = rules.isEmpty ? "" : ", by the \(rules.count == 1 ? "rule" : "rules") \(list: quoted)"
        let title: Words = event.title.exists ? "\(event.title)" : "\(event.message)"
        let place: Words = "\(event.culprit, after: " (", before: ")")"
        return Line(in: project, "\(event.level, or: "event"): \(title)\(place)\(reason)", link: link.text)
    }

    /// The project's name, which stands in the event's address alone: `…/projects/acme/shop/events/…`.
    private static func project(_ event: Facts) -> UntrustedText? {
        let parts = event.url.text?.split(separator: "/") ?? []
        return parts.firstIndex(of: "projects").flatMap { $0 + 2 < parts.count ? parts[$0 + 2] : nil }
    }
}
