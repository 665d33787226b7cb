import HarkEvents

extension Sentry {
    /// An issue alert: an event met the conditions of a rule
    /// (docs.sentry.io/organization/integrations/integration-platform/webhooks/issue-alerts).
    static func eventAlert(_ payload: PayloadView) -> EventNotification? {
        let (event, issue) = (payload.data.event, payload.data.issue)
        let rule = payload.data.triggered_rule
        return report(
            event, of: issue, rules: [rule.asText].compactMap(\.self), in: project(event, issue),
            link: event.web_url.or(issue.web_url).or(issue.permalink))
    }

    /// An alert about what happened to an issue, such as that it regressed
    /// (docs.sentry.io/integrations/integration-platform/webhooks/activity-alerts).
    static func activityAlert(_ payload: PayloadView) -> EventNotification? {
        let (data, issue) = (payload.data, payload.data.issue)
        let kind = data.activity["type"].or(data.activity).spaced
        let rule = data.triggered_rule.or(data.alert.title).or(data.alert.name)
        let title: ChatText = "\(title(of: issue), after: ": ")\(rule, after: ", by the rule “", before: "”")"
        return EventNotification(
            about: issue.project.slug.asText,
            "activity on \(issue.shortId.or(issue.id))\(kind, after: " (", before: ")")\(title)",
            link: EventNotification.link(data.web_url, issue.web_url, issue.permalink)
        )
        .marked(Severity(named: issue.level.asText))
        .inThread(of: issue.id.asText.map { "sentry \($0)" })
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
        let issue = payload.data.issue
        let error = payload.data.error.exists ? payload.data.error : payload.data.event
        return report(
            error, of: issue, rules: [], in: project(error, issue),
            link: error.web_url.or(issue.web_url).or(issue.permalink))
    }

    /// An event of the project plugin “WebHooks”, which is not signed (github.com/getsentry/sentry,
    /// src/sentry/plugins/sentry_webhooks/plugin.py).
    static func legacy(_ payload: PayloadView) -> EventNotification? {
        let rules = payload.triggering_rules.asList.compactMap(\.asText)
        let event = payload.event.title.exists ? payload.event : payload
        return report(event, rules: rules, in: payload.project_slug.asText, link: payload.url)
    }

    /// The event with its severity, the place in the code, and the rules that triggered the notification. What it lacks
    /// its issue may have.
    private static func report(
        _ event: PayloadView, of issue: PayloadView = PayloadView(nil), rules: [UntrustedText],
        in project: UntrustedText?, link: PayloadView
    ) -> EventNotification {
        let quoted: [UntrustedText] = rules.map { "“\($0)”" }
        let reason: ChatText = rules.isEmpty ? "" : ", by the \(rules.count == 1 ? "rule" : "rules") \(list: quoted)"
        let title = title(of: event) ?? title(of: issue)
        let place: ChatText = "\(event.culprit.or(issue.culprit), after: " (", before: ")")"
        let level = event.level.or(issue.level)
        let words: ChatText = title.map { "\($0)" } ?? "\(event.title)"
        return EventNotification(
            about: project, "\(level, or: "event"): \(words)\(place)\(reason)", link: link.asText
        )
        .marked(Severity(named: level.asText))
    }

    /// The title of an event or an issue: as such, or in the parts that Sentry makes it of.
    static func title(of subject: PayloadView) -> UntrustedText? {
        let metadata = subject.metadata
        let error = [metadata.type, metadata.value].compactMap(\.asText).joined(separator: ": ")
        guard let title = subject.title.or(subject.message).or(metadata.title).asText else {
            return error.isEmpty ? nil : error
        }
        return detail(of: metadata, title).map { "\(title): \($0)" } ?? title
    }

    /// What the title of feedback, of a monitor and of other issues without an exception leaves out: what the user
    /// wrote, or what happened. The title of an exception is made of its type and value.
    private static func detail(of metadata: PayloadView, _ title: UntrustedText) -> UntrustedText? {
        let hasException = metadata.type.exists
        let line = metadata.message.firstLine ?? (hasException ? nil : metadata.value.firstLine)
        let detail = line?.prefix(200)
        return detail.flatMap { title.prefix(upTo: $0.prefix(40).verbatim) == nil ? $0 : nil }
    }

    /// The project's name, which is only in the event's URL, `…/projects/acme/shop/events/…`, or in its issue.
    static func project(_ event: PayloadView, _ issue: PayloadView) -> UntrustedText? {
        let parts = event.url.asText?.split(separator: "/") ?? []
        let name = parts.firstIndex(of: "projects").flatMap { $0 + 2 < parts.count ? parts[$0 + 2] : nil }
        return name ?? issue.project.slug.asText
    }
}
