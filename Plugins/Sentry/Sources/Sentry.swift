public import Hark

/// Tells chat rooms what becomes of Sentry's issues and alerts.
public struct Sentry: Plugin {
    static let notifierSettings = Notifier.Settings(plugin: "sentry", title: "Sentry", events: events)
    static let secret = Setting<Secret>(
        "HARK_SENTRY_SECRET",
        help: "The client secret of Sentry's internal integration; an old one may follow after a comma."
    )

    /// The resources of docs.sentry.io/organization/integrations/integration-platform/webhooks. The old plugin “WebHooks”
    /// names none.
    static let events = EventTable(
        namedBy: .header("Sentry-Hook-Resource"),
        [
            "issue": issue,
            "event_alert": eventAlert,
            "metric_alert": metricAlert,
            "error": error,
            "comment": comment,
            "installation": installation,
        ],
        nameless: legacy
    )

    /// Longest payload taken. Sentry names no limit, and an event comes with the code and the variables of its stack.
    static let payloadLimit = 25 * 1_048_576

    public static let manifest = Manifest<Self>(
        name: "sentry",
        summary: "Tells what becomes of issues and alerts.",
        settings: notifierSettings.all + [secret],
        routes: [
            // A long payload takes a tenth of a second to decode; other requests would wait meanwhile.
            .post("/sentry", .event(of: events), announce)
                .verified(by: .sentry, with: \.secret)
                .identified(withQuery: \.notifier.queryFields)
                .accepting(atMost: payloadLimit)
                .offloaded()
        ],
        events: events
    )

    private let secret: Secret
    private let notifier: Notifier

    public init(_ context: PluginContext) throws {
        secret = try context.settings[Self.secret]
        notifier = try Notifier(Self.notifierSettings, context)
    }

    func announce(_ delivery: Delivery<WebhookEvent>) async throws -> Response { try await notifier.announce(delivery) }
}
