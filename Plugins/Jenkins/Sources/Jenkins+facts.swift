import HarkEvents

extension Jenkins {
    /// What the operator's rules may ask for. The place is the job with its folders, as the notification names it.
    static func facts(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        let folders = jobs(in: payload.url).dropLast() + [payload.name.asText].compactMap(\.self)
        facts.place = folders.isEmpty ? nil : folders.map(\.percentDecoded).joined(separator: "/")
        facts.setBranch(branch(payload))
        facts.outcome = NotificationOutcome(named: payload.build.status.asText)
    }
}
