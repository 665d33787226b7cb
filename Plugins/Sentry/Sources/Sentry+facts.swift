import HarkEvents

extension Sentry {
    /// What the operator's rules may ask for.
    static func facts(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        let data = payload.data
        let event = data.event.exists ? data.event : data.error.exists ? data.error : payload.event
        facts.place =
            data.issue.project.slug.or(data.project_slug).or(data.metric_alert.projects[0]).or(payload.project_slug)
            .asText ?? project(event, payload.data.issue)
        facts.actor = payload.actor.name.asText
        // What Sentry itself says of issues and alerts is what people watch. Seer and other applications are programs.
        facts.isBot =
            facts.event == "seer" || payload.actor.type.asText == "application" && payload.actor.id.asText != "sentry"
        facts.addLabels(tags(event))
        switch (facts.event, facts.action) {
        case ("metric_alert", let state?):
            // Sentry does not say how bad an alert was that is resolved, and it may have been critical.
            facts.severity =
                state == "warning" ? .warning : state == "critical" || state == "resolved" ? .critical : nil
            facts.outcome = state == "resolved" ? .success : .failure
        case ("issue", "resolved"):
            facts.outcome = .success
            facts.severity = Severity(named: data.issue.level.asText) ?? .error
        case ("issue", "created"), ("issue", "unresolved"), ("event_alert", _), ("error", _), (nil, _):
            facts.outcome = .failure
        case ("issue", "assigned"): addAssignee(payload, &facts)
        default: break
        }
    }

    /// The account to which the issue is assigned, unless that is a team. People may be known by their identifier, name
    /// or address.
    private static func addAssignee(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        let (assignee, actor) = (assignee(payload), payload.actor)
        guard assignee["type"].asText != "team" else { return }
        facts.addConcerned(
            knownAs: [assignee.id.asText, assignee.name.asText, assignee.email.asText],
            unless: [actor.id.asText, actor.name.asText], because: .assignment)
    }

    /// The tags of an event, as `name=value`; Sentry sends pairs.
    private static func tags(_ event: PayloadView) -> [UntrustedText] {
        event.tags.asList.prefix(NotificationFacts.mostLabels).compactMap { tag in
            guard let name = tag[0].asText, let value = tag[1].asText else { return nil }
            return "\(name)=\(value)"
        }
    }
}
