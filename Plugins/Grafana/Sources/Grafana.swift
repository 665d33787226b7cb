public import Hark

/// Tells chat rooms which alerts of Grafana fire and which are resolved, one line a group.
public struct Grafana: Plugin {
    static let notifierSettings = Notifier.Settings(plugin: "grafana", title: "Grafana", events: events)
    static let secret = Setting<Secret>(
        "HARK_GRAFANA_SECRET",
        help: "The secret of the contact point's signature, or its password; an old one may follow after a comma."
    )

    /// Grafana signs from version 12 on. An older one sends the secret itself, as a password or a bearer token.
    static let sender: Verifier = {
        var sender = Verifier.grafana
        sender.proofs += [.bearer, .basic]
        return sender
    }()

    /// A notification's status is its event
    /// (grafana.com/docs/grafana/latest/alerting, "Configure webhook notifications"). Grafana's alerts of before 8 had a
    /// state instead.
    static let events = EventTable(namedBy: .field("status"), ["firing": group, "resolved": group], nameless: anything)

    /// Longest payload taken. Grafana names no limit, and a notification lists all alerts of its group.
    static let payloadLimit = 25 * 1_048_576

    public static let manifest = Manifest<Self>(
        name: "grafana",
        summary: "Tells which alerts fire and which are resolved.",
        settings: notifierSettings.all + [secret],
        routes: [
            // A long payload takes a tenth of a second to decode; other requests would wait meanwhile.
            .post("/grafana", .event(of: events), announce)
                .verified(by: sender, with: \.secret)
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

    /// What a notification without a status tells.
    static func anything(_ payload: PayloadView) -> EventNotification? {
        payload.alerts.exists ? group(payload) : legacy(payload)
    }
}
