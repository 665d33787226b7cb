import HarkEvents

/// Proxmox VE: a notification of a node (pve.proxmox.com/pve-docs, "Notifications"). The body is what the operator's
/// target makes of it, as the README shows.
enum Proxmox: ReadyTemplate {
    static let name = "proxmox"

    static func recognizes(_ payload: PayloadView) -> Bool {
        payload.title.isText && payload.message.isText && payload.timestamp.asInt != nil
            && payload.severity.isOne(of: "info", "notice", "warning", "error", "unknown")
            && payload.fields.type.isText
    }

    static func notification(of payload: PayloadView, _ facts: inout NotificationFacts) -> EventNotification? {
        facts.event = payload.fields.type.asText
        facts.place = payload.fields.hostname.asText
        facts.addLabels(
            payload.fields.asMembers.compactMap { field in
                field.value.asText.map { text -> UntrustedText in "\(UntrustedText(field.name))=\(text)" }
            })
        let severity = Severity(named: payload.severity.asText)
        if severity == .error { facts.outcome = .failure }
        if severity == .info, payload.fields.type.asText == "vzdump" { facts.outcome = .success }
        let isPlain = severity == .info
        let details = isPlain ? nil : reason(in: payload.message).unless(payload.title.asText)
        return EventNotification(about: facts.place, "\(payload.title)\(details, after: ": ")")
            .marked(facts.outcome == .success ? .success : severity)
    }

    /// The first line of a message; nil if that is the heading of a report, with an underline.
    private static func reason(in message: PayloadView) -> UntrustedText? {
        let lines = (message.asText?.prefix(4096).lines ?? []).filter(\.isVisible)
        let underline = lines.dropFirst().first?.verbatim.utf8 ?? "".utf8
        let isHeading = underline.count > 2 && underline.allSatisfy { $0 == UInt8(ascii: "=") || $0 == 0x0d }
        return isHeading ? nil : lines.first
    }
}
