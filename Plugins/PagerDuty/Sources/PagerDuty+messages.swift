import HarkEvents

extension PagerDuty {
    /// The events of webhooks V2, which old extensions still send
    /// (github.com/PagerDuty/developer-docs, "webhooks/09-V2-Overview").
    private static let messageFormatters: [UntrustedText: @Sendable (Incident) -> EventNotification?] = [
        "incident.trigger": triggered,
        "incident.acknowledge": acknowledged,
        "incident.unacknowledge": unacknowledged,
        "incident.resolve": resolved,
        "incident.escalate": escalated,
        "incident.assign": reassigned,
        "incident.delegate": delegated,
    ]

    /// A V2 payload, which contains one or several messages: the first relevant one is announced, with the number of
    /// others. A V3 payload without an event name is announced by the incident's state.
    static func messages(_ payload: PayloadView) -> EventNotification? {
        let messages = payload.messages.asList
        if messages.isEmpty {
            let incident = Incident(payload)
            return incident.notification("\(incident.name) is \(incident.payload.status)")
        }
        let announced = messages.compactMap { message in formatter(of: message).map { (message, $0) } }
        return announced.first.flatMap { message, formatter in
            let agent = message.log_entries[0].agent
            return formatter(Incident(message.incident, madeBy: agent, others: announced.count - 1))
        }
    }

    /// The formatter of a V2 message: that of the corresponding V3 event.
    private static func formatter(of message: PayloadView) -> (@Sendable (Incident) -> EventNotification?)? {
        message.event.asText.flatMap { messageFormatters[$0] }
    }
}
