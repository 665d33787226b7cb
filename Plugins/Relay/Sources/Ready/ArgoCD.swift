import HarkEvents

/// Argo CD: the state of an application (argo-cd.readthedocs.io, "Webhook" and "Application"). The body is what the
/// operator's template makes of it: `{"app": {{toJson .app}}, "url": "…"}`, or the application itself.
enum ArgoCD: ReadyTemplate {
    static let name = "argo-cd"

    static func recognizes(_ payload: PayloadView) -> Bool {
        let app = application(in: payload)
        return app.kind.isOne(of: "Application") && app.apiVersion.asText?.hasPrefix("argoproj.io/") == true
            && app.metadata.name.isText
    }

    static func notification(of payload: PayloadView, _ facts: inout NotificationFacts) -> EventNotification? {
        let app = application(in: payload)
        let status = app.status
        let operation = status.operationState
        facts.place = app.metadata.name.asText
        facts.event = operation.phase.asText ?? status.health.status.asText
        facts.branch = app.spec.source.targetRevision.asText
        let revision = operation.syncResult.revision.or(status.sync.revision).shortRevision
        var failure: UntrustedText?
        var words: ChatText
        switch operation.phase.asText {
        case "Succeeded": (words, facts.outcome) = ("synced", .success)
        case "Failed", "Error":
            (words, facts.outcome) = ("could not be synced", .failure)
            failure = operation.message.firstLine
        case "Running": words = "is being synced"
        default: words = "is \(status.sync.status)"
        }
        words = "\(words)\(revision, after: " at ")"
        switch status.health.status.asText {
        case "Degraded", "Missing":
            facts.outcome = .failure
            failure = failure ?? status.health.message.firstLine
        case "Healthy" where !operation.phase.exists: facts.outcome = .success
        default: break
        }
        return EventNotification(
            about: app.metadata.name.asText,
            "\(words)\(status.health.status.asText?.lowercased, after: ", ")\(failure, after: ": ")",
            link: payload.url.asText)
    }

    private static func application(in payload: PayloadView) -> PayloadView {
        payload.app.isObject ? payload.app : payload
    }
}
