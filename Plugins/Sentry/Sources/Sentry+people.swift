import HarkEvents

extension Sentry {
    /// Someone commented on an issue (docs.sentry.io/organization/integrations/integration-platform/webhooks/comments).
    static func comment(_ payload: PayloadView) -> EventNotification? {
        let verb: ChatText
        switch payload.action.asText {
        case "created": verb = "commented on"
        case "updated": verb = "changed a comment on"
        case "deleted": verb = "deleted a comment on"
        case nil: verb = "\(payload.action) a comment on"
        default: return nil
        }
        let data = payload.data
        let description: ChatText = "\(payload.actor.name.asPersonName, or: "somebody") \(verb) issue \(data.issue_id)"
        return EventNotification(
            about: data.project_slug.asText, "\(description)\(data.comment.commentExcerpt, after: ": ")")
    }

    /// The integration was added to an organization, or removed
    /// (docs.sentry.io/organization/integrations/integration-platform/webhooks/installation).
    static func installation(_ payload: PayloadView) -> EventNotification? {
        let verb: ChatText
        switch payload.action.asText {
        case "created": verb = "installed"
        case "deleted": verb = "uninstalled"
        case nil: verb = "\(payload.action)"
        default: return nil
        }
        let installation = payload.data.installation
        let description: ChatText =
            "\(payload.actor.name.asPersonName, or: "somebody") \(verb) the integration \(installation.app.slug)"
        return EventNotification(about: installation.organization.slug.asText, description)
    }
}
