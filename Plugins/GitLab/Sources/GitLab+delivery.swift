import Hark

extension GitLab {
    /// `Deployment Hook`: a deployment began or ended.
    static func deployment(_ payload: Facts) -> Line? {
        let what: Words = "deployment\(payload.short_sha, after: " of ")\(payload.environment, after: " to ")"
        let title: Words = "\(payload.commit_title, after: ": ")"
        let page =
            payload.status.text == "success"
            ? payload.environment_external_url.or(payload.deployable_url) : payload.deployable_url
        return deploymentState(payload.status).map {
            let words: Words = "\(what)\(payload.actor, after: " by ") \($0)\(title)"
            return Line(in: payload, words, link: page.or(payload.commit_url).text)
        }
    }

    private static func deploymentState(_ status: Facts) -> Words? {
        switch status.text {
        case "running": "began"
        case "success": "succeeded"
        case "failed": "failed"
        case "canceled": "was canceled"
        case nil: "is \(status)"
        default: nil
        }
    }

    /// `Release Hook`: a release was published or deleted. Its payload does not say by whom.
    static func release(_ payload: Facts) -> Line? {
        let name = payload.name.text.unless(payload.tag.text)
        let page = payload.action.text == "delete" ? payload.page("/-/releases") : payload.url.text
        return releaseDeed(payload.action).map {
            Line(in: payload, "release \(payload.tag) \($0)\(name, after: ": ")", link: page)
        }
    }

    private static func releaseDeed(_ action: Facts) -> Words? {
        switch action.text {
        case "create": "was published"
        case "delete": "was deleted"
        case nil: "is \(action)"
        default: nil
        }
    }

    /// `Feature Flag Hook`: a feature flag was turned on or off.
    static func featureFlag(_ payload: Facts) -> Line? {
        let flag = payload.object_attributes
        let state: Words =
            switch flag.active.text {
            case "true": "on"
            case "false": "off"
            default: "\(flag.active)"
            }
        let words: Words = "\(payload.actor) turned \(state) feature flag \(flag.name)\(flag.description, after: ": ")"
        return Line(in: payload, words, link: payload.page("/-/feature_flags"))
    }
}
