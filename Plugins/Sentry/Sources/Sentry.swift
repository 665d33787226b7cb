public import HarkEvents

/// Announces in chat rooms the events of Sentry's issues and alerts.
public struct Sentry: ProviderPlugin {
    public static let provider = Provider(
        "sentry", title: "Sentry", summary: "Announces what becomes of issues and alerts.",
        verifier: .sentry,
        secret: "The client secret of Sentry's internal integration; an old one may follow after a comma.",
        events: events,
        nameless: legacy,
        facts: facts,
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
    ]

    public let receiver: EventReceiver

    public init(_ receiver: EventReceiver) { self.receiver = receiver }
}
