import Hark

extension Sentry {
    /// Somebody said something about an issue
    /// (docs.sentry.io/organization/integrations/integration-platform/webhooks/comments).
    static func comment(_ payload: Facts) -> Line? {
        let verb: Words
        switch payload.action.text {
        case "created": verb = "commented on"
        case "updated": verb = "changed a comment on"
        case "deleted": verb = "deleted a comment on"
        case nil: verb = "\(payload.action) a comment on"
        default: return nil
        }
        let data = payload.data
        let deed: Words = "\(payload.actor.name, or: "somebody") \(verb) issue \(data.issue_id)"
        return Line(in: data.project_slug.text, "\(deed)\(data.comment, after: ": ")")
    }

    /// The integration was added to an organization, or removed
    /// (docs.sentry.io/organization/integrations/integration-platform/webhooks/installation).
    static func installation(_ payload: Facts) -> Line? {
        let verb: Words
        switch payload.action.text {
        case "created": verb = "installed"
        case "deleted": verb = "uninstalled"
        case nil: verb = "\(payload.action)"
        default: return nil
        }
        let installation = payload.data.installation
        let deed: Words = "\(payload.actor.name, or: "somebody") \(verb) the integration \(installation.app.slug)"
        return Line(in: installation.organization.slug.text, deed)
    }
}
