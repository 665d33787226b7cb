import HarkEvents

extension GitLab {
    /// `Deployment Hook`: a deployment began or ended.
    static func deployment(_ payload: PayloadView) -> EventNotification? {
        let what: ChatText = "deployment\(payload.short_sha, after: " of ")\(payload.environment, after: " to ")"
        let title: ChatText = "\(payload.commit_title, after: ": ")"
        let page =
            payload.status.asText == "success"
            ? payload.environment_external_url.or(payload.deployable_url) : payload.deployable_url
        let words: ChatText = "\(what)\(payload.actor, after: " by ") \(deploymentState(payload.status))\(title)"
        return EventNotification(of: payload, words, link: page.or(payload.commit_url).asText)
    }

    private static func deploymentState(_ status: PayloadView) -> ChatText {
        switch status.asText {
        case "running": "began"
        case "success": "succeeded"
        case "failed": "failed"
        case "canceled", "created", "skipped": "was \(status)"
        case "approved", "rejected": "was \(status)"
        case "blocked": "waits for approval"
        default: "is \(status)"
        }
    }

    /// `Release Hook`: a release was published or deleted. Its payload does not say by whom.
    static func release(_ payload: PayloadView) -> EventNotification? {
        let name = payload.name.asText.unless(payload.tag.asText)
        let page = payload.action.asText == "delete" ? payload.page("/-/releases") : payload.url.asText
        return releaseChange(payload.action).map {
            EventNotification(of: payload, "release \(payload.tag) \($0)\(name, after: ": ")", link: page)
        }
    }

    private static func releaseChange(_ action: PayloadView) -> ChatText? {
        switch action.asText {
        case "create": "was published"
        case "delete": "was deleted"
        case "update": "was changed"
        case nil: "is \(action)"
        default: nil
        }
    }

    /// `Feature Flag Hook`: a feature flag was turned on or off.
    static func featureFlag(_ payload: PayloadView) -> EventNotification? {
        let flag = payload.object_attributes
        let state: ChatText =
            switch flag.active.asText {
            case "true": "on"
            case "false": "off"
            default: "\(flag.active)"
            }
        let words: ChatText =
            "\(payload.person) turned \(state) feature flag \(flag.name)\(flag.description, after: ": ")"
        return EventNotification(of: payload, words, link: payload.page("/-/feature_flags"))
    }
}
