public import Hark

/// Tells chat rooms how CircleCI's workflows and jobs end.
public struct CircleCI: Plugin {
    static let notifierSettings = Notifier.Settings(plugin: "circleci", title: "CircleCI", events: events)
    static let secret = Setting<Secret>(
        "HARK_CIRCLECI_SECRET",
        help: "The webhook's secret token, as CircleCI has it; an old one may follow after a comma."
    )

    /// Outbound webhooks (circleci.com/docs/webhooks-reference). What old configuration files ask for in `notify` names no
    /// event.
    static let events = EventTable(
        namedBy: .field("type"),
        ["workflow-completed": workflow, "job-completed": job, "ping": pinged],
        nameless: nameless
    )

    public static let manifest = Manifest<Self>(
        name: "circleci",
        summary: "Tells how workflows and jobs end.",
        settings: notifierSettings.all + [secret],
        routes: [
            .post("/circleci", .event(of: events), announce)
                .verified(by: .circleCI, with: \.secret)
                .identified(withQuery: \.notifier.queryFields)
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
