import HarkEvents

// What Sentry's own programs do.

extension Sentry {
    /// Seer, which looks for the cause of an issue and writes a change
    /// (docs.sentry.io/integrations/integration-platform/webhooks/seer).
    static func seer(_ payload: PayloadView) -> EventNotification? {
        let data = payload.data
        let issue = data.issue.shortId.or(data.issue_id).or(data.group_id)
        let step: ChatText =
            payload.action.asText == "pr_created" ? "pull request created" : "\(payload.action.spaced)"
        let page = EventNotification.link(data.pull_request.pr_url, data.pull_requests[0].pull_request.pr_url)
        return EventNotification("Seer on issue \(issue): \(step)", link: page)
    }

    /// A build of an app was measured or distributed.
    static func artifact(_ payload: PayloadView) -> EventNotification? {
        let data = payload.data
        let name: ChatText = "\(data.app_name.or(data.app_id), or: "an app")\(data.build_version, after: " ")"
        return EventNotification(
            about: data.project_slug.asText, "build of \(name): \(payload.action.spaced)")
    }
}

extension PayloadView {
    /// One of Sentry's constants in words: `root_cause_completed` becomes `root cause completed`.
    var spaced: PayloadView {
        guard let text = asText else { return self }
        return PayloadView(text.replacing("_", with: " "))
    }
}
