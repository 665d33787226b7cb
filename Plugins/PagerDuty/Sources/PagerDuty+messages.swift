import Hark

extension PagerDuty {
    /// The events of webhooks V2, which old extensions still send
    /// (github.com/PagerDuty/developer-docs, "webhooks/09-V2-Overview").
    private static let messageTellings: [String: EventTable.Telling] = [
        "incident.trigger": triggered,
        "incident.acknowledge": acknowledged,
        "incident.unacknowledge": unacknowledged,
        "incident.resolve": resolved,
        "incident.escalate": escalated,
        "incident.assign": reassigned,
        "incident.delegate": delegated,
    ]

    /// A payload of V2, which carries one message or several: the first one that is worth it is told. A payload of V3 that
    /// has lost its event's name is told by the incident's state.
    static func messages(_ payload: Facts) -> Line? {
        let messages = payload.messages.list
        if !messages.isEmpty { return messages.lazy.compactMap(message).first }
        let incident = Incident(payload)
        return incident.line(told: "\(incident.name) is \(incident.facts.status)")
    }

    /// A message of V2, told as the event of V3 that it would be now.
    private static func message(_ message: Facts) -> Line? {
        guard let telling = message.event.text.flatMap({ messageTellings[$0] }) else { return nil }
        return telling(
            Facts([
                "event": [
                    "agent": message.log_entries[0].agent.value ?? .null,
                    "data": message.incident.value ?? .null,
                ]
            ])
        )
    }
}
