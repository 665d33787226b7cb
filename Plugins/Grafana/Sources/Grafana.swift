public import HarkEvents

/// Announces in chat rooms Grafana's firing and resolved alerts, one line for each group.
public struct Grafana: ProviderPlugin {
    public static let provider = Provider(
        "grafana", title: "Grafana", summary: "Announces which alerts fire and which are resolved.",
        verifier: sender,
        secret: "The secret of the contact point's signature, or its password; an old one may follow after a comma.",
        events: EventTable(
            events,
            actionIn: [],
            knownActions: events.mapValues { _ in [] },
            nameless: anything,
            facts: facts),
        // Longest payload taken. Grafana names no limit, and a notification lists all alerts of its group.
        payloadLimit: 25 * 1_048_576
    )

    /// Grafana signs from version 12 on. An older one sends the secret itself, as a password or a bearer token.
    static let sender: Verifier = {
        var sender = Verifier.grafana
        sender.proofs += [.bearer, .basic]
        return sender
    }()

    /// A notification's status is its event (grafana.com/docs/grafana/latest/alerting, "Configure webhook
    /// notifications"). Alerts of Grafana before 8 had a state instead.
    static let events: [String: EventTable.Formatter] = ["firing": group, "resolved": group]

    public let receiver: EventReceiver

    public init(_ receiver: EventReceiver) { self.receiver = receiver }

    /// Formats a notification without a status.
    static func anything(_ payload: PayloadView) -> EventNotification? {
        payload.alerts.exists ? group(payload) : legacy(payload)
    }
}
