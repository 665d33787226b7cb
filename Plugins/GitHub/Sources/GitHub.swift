public import HarkEvents

/// Announces in chat rooms what happens on GitHub, one line for each event.
public struct GitHub: ProviderPlugin {
    public static let provider = Provider(
        "github", title: "GitHub", summary: "Announces what happens on GitHub.",
        verifier: .github,
        secret: "The webhook's secret, as GitHub has it; an old one may follow after a comma.",
        allowingFrom: "Addresses and CIDR ranges that may call, such as GitHub's own; any unless set.",
        events: EventTable(
            events,
            actionIn: ["deployment_status.state", "build.status", "action", "state"],
            knownActions: knownActions,
            quiet: quiet,
            nameless: nameless,
            restricted: secretTeams,
            facts: facts),
        links: links,
        // Longest payload that GitHub sends: 25 MB
        // (https://docs.github.com/en/webhooks/webhook-events-and-payloads, "Payload cap").
        payloadLimit: 25 * 1_048_576
    )

    public let receiver: EventReceiver

    public init(_ receiver: EventReceiver) { self.receiver = receiver }
}
