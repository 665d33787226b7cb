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
        let (health, phase) = (app.status.health, app.status.operationState.phase)
        facts.place = app.metadata.name.asText
        facts.event = phase.asText ?? health.status.asText
        facts.branch = app.spec.source.targetRevision.asText
        var (words, reason) = state(of: app, &facts)
        switch health.status.asText {
        // Its parts go one after the other.
        case _ where app.metadata.deletionTimestamp.exists: break
        case "Degraded", "Missing":
            facts.outcome = .failure
            reason = reason ?? health.message.firstLine
        case "Healthy" where facts.outcome == nil && !isBehind(app) && phase.asText != "Running":
            facts.outcome = .success
        default: break
        }
        let shownHealth = health.status.asText.map(\.lowercased).unless("unknown")
        return EventNotification(
            about: app.metadata.name.asText, "\(words)\(shownHealth, after: ", ")\(reason, after: ": ")",
            link: payload.url.asText)
    }

    /// What the application is now, and why it is not what it should be. An operation that succeeded says nothing about
    /// a revision that came after it.
    private static func state(
        of app: PayloadView,
        _ facts: inout NotificationFacts
    ) -> (words: ChatText, reason: UntrustedText?) {
        if app.metadata.deletionTimestamp.exists { return ("is being deleted", nil) }
        let (sync, operation) = (app.status.sync, app.status.operationState)
        let wanted = revisions(of: sync)
        let synced = revisions(of: operation.syncResult)
        let operated = place(synced.isEmpty ? wanted : synced)
        switch operation.phase.asText {
        case "Failed", "Error":
            facts.outcome = .failure
            return ("could not be synced\(operated)", operation.message.firstLine)
        case "Running": return ("is being synced\(operated)", nil)
        case "Succeeded" where !isBehind(app) && (wanted.isEmpty || synced.isEmpty || wanted == synced):
            facts.outcome = .success
            return ("synced\(operated)", nil)
        default:
            let isUnknown = sync.status.asText == "Unknown"
            let reason = isUnknown ? app.status.conditions.asList.lazy.compactMap(\.message.firstLine).first : nil
            if reason != nil { facts.outcome = .failure }
            return ("is \(sync.status)\(place(wanted))", reason)
        }
    }

    /// Whether the application is not as its repository wants it, or nobody knows.
    private static func isBehind(_ app: PayloadView) -> Bool {
        app.status.sync.status.isOne(of: "OutOfSync", "Unknown")
    }

    private static func place(_ revisions: [UntrustedText]) -> ChatText {
        revisions.isEmpty ? "" : " at \(list: revisions)"
    }

    /// The revision, or those of several sources.
    private static func revisions(of sync: PayloadView) -> [UntrustedText] {
        sync.revision.shortRevision.map { [$0] } ?? sync.revisions.asList.compactMap(\.shortRevision)
    }

    private static func application(in payload: PayloadView) -> PayloadView {
        payload.app.isObject ? payload.app : payload
    }
}
