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

    /// A payload of V2, which carries one message or several: the first one that is worth it is announced, and how many
    /// others are. A payload of V3 that has lost its event's name is announced by the incident's state.
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

    /// What says a message of V2: it is announced as the event of V3 that it would be now.
    private static func formatter(of message: PayloadView) -> (@Sendable (Incident) -> EventNotification?)? {
        message.event.asText.flatMap { messageFormatters[$0] }
    }
}
