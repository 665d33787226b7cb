import HarkEvents

/// Flux: an event of one of its controllers, as the provider `generic` posts it (fluxcd.io/flux/components,
/// "Event structure").
enum Flux: ReadyTemplate {
    static let name = "flux"

    static func recognizes(_ payload: PayloadView) -> Bool {
        let object = payload.involvedObject
        return object.kind.isText && object.name.isText
            && object.apiVersion.asText?.verbatim.contains(".toolkit.fluxcd.io/") == true
            && payload.severity.isOne(of: "info", "error", "trace") && payload.reason.isText
    }

    static func notification(of payload: PayloadView, _ facts: inout NotificationFacts) -> EventNotification? {
        let object = payload.involvedObject
        let name: UntrustedText? = object.name.asText.map { name in
            object.namespace.asText.map { "\($0)/\(name)" } ?? name
        }
        let reason = payload.reason.asText
        facts.place = name
        facts.event = reason
        var severity = Severity(named: payload.severity.asText)
        if severity == .error {
            facts.outcome = .failure
        } else if reason?.hasSuffix("Succeeded") == true {
            (facts.outcome, severity) = (.success, .success)
        }
        let revision = payload.metadata.asMembers.first { $0.name == "revision" || $0.name.hasSuffix("/revision") }?
            .value.shortRevision
        // What the operator of Flux adds to an alert, such as the name of the cluster.
        let members = payload.metadata.asMembers
        let context: [UntrustedText] = ["env", "environment", "cluster", "region", "summary"].compactMap { key in
            members.first { $0.name == key || $0.name.hasSuffix("/\(key)") }?.value.firstLine
        }
        let place: ChatText = context.isEmpty ? "" : " (\(list: context))"
        return EventNotification(
            about: name,
            "\(object.kind) \(payload.reason)\(revision, after: " at ")\(place)\(payload.message.firstLine, after: ": ")"
        ).marked(severity)
    }
}
