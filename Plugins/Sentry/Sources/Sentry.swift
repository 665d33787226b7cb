public import HarkEvents

/// Announces in chat rooms the events of Sentry's issues and alerts.
public struct Sentry: ProviderPlugin {
    public static let provider = Provider(
        "sentry", title: "Sentry", summary: "Announces what becomes of issues and alerts.",
        verifier: .sentry,
        secret: "The client secret of Sentry's internal integration; an old one may follow after a comma.",
        events: EventTable(events, knownActions: knownActions, quiet: quiet, nameless: legacy, facts: facts),
        // Longest payload taken. Sentry names no limit, and an event comes with the code and the variables of its
        // stack.
        payloadLimit: 25 * 1_048_576
    )

    /// The resources of docs.sentry.io/organization/integrations/integration-platform/webhooks. The old plugin
    /// “WebHooks” sends none.
    static let events: [String: EventTable.Formatter] = [
        "issue": issue,
        "event_alert": eventAlert,
        "metric_alert": metricAlert,
        "error": error,
        "comment": comment,
        "installation": installation,
        "activity_alert": activityAlert,
        "seer": seer,
        "preprod_artifact": artifact,
    ]

    /// The actions of each resource, so that a filter with any other is refused. Those of Seer and of builds change too
    /// often to be listed.
    private static let knownActions: [String: [String]] = [
        "issue": ["archived", "assigned", "created", "ignored", "resolved", "unresolved"],
        "event_alert": ["triggered"], "activity_alert": ["triggered"],
        "metric_alert": ["critical", "resolved", "warning"],
        "error": ["created"],
        "comment": ["created", "deleted", "updated"],
        "installation": ["created", "deleted"],
    ]

    /// What happens with each error, edits, and what Sentry's own programs do.
    private static let quiet = [
        "error", "seer", "preprod_artifact", "comment.deleted", "comment.updated",
    ]

    public let receiver: EventReceiver

    public init(_ receiver: EventReceiver) { self.receiver = receiver }
}
