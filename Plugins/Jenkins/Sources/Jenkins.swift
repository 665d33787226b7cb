public import HarkEvents

/// Announces in chat rooms how Jenkins' builds end, and, if asked, which start.
public struct Jenkins: ProviderPlugin {
    public static let provider = Provider(
        "jenkins", title: "Jenkins", summary: "Announces how builds end, and, if asked, which start.",
        verifier: .sharedSecret,
        secret: "The token in the URL that Jenkins calls, or user:password; an old one may follow after a comma.",
        events: EventTable(
            events, namedBy: .field("build.phase"),
            // The result is the action, once there is one.
            actionIn: ["build.status"],
            knownActions: events.mapValues { _ in ["ABORTED", "FAILURE", "NOT_BUILT", "SUCCESS", "UNSTABLE"] },
            // A build is announced at its end.
            quiet: ["STARTED"],
            nameless: ended,
            facts: facts),
        // Longest payload taken. The plugin names no limit, and a notification may carry the build's whole log.
        payloadLimit: 25 * 1_048_576
    )

    /// A build's phase is its event (plugins.jenkins.io/notification). `COMPLETED` repeats what `FINALIZED` says after
    /// the last step that follows the build, so only its notes are announced; old versions call the latter `FINISHED`.
    static let events: [String: EventTable.Formatter] = [
        "QUEUED": noted, "STARTED": started, "COMPLETED": noted, "FINALIZED": ended, "FINISHED": ended,
        "NONE": noted,
    ]

    public let receiver: EventReceiver

    public init(_ receiver: EventReceiver) { self.receiver = receiver }
}

extension Jenkins {
    /// What the operator's rules may ask for. The place is the job with its folders, as the notification names it.
    static func facts(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        let folders = jobs(in: payload.url).dropLast() + [payload.name.asText].compactMap(\.self)
        facts.place = folders.isEmpty ? nil : folders.map(\.percentDecoded).joined(separator: "/")
        facts.setBranch(branch(payload))
        facts.outcome = NotificationOutcome(named: payload.build.status.asText)
    }
}
