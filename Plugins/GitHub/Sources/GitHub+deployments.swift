import Hark

extension GitHub {
    /// `deployment`: somebody wants something deployed.
    static func deployment(_ payload: Facts) -> Line? {
        let deployment = payload.deployment
        let place: Words = "\(deployment.environment, after: " to ")"
        let subject: Words = "a deployment\(deployment.ref.shortRef, after: " of ")\(place)"
        let deeds: [String: Words] = ["created": "created \(subject)\(deployment.description, after: ": ")"]
        return payload.deed(to: subject, deeds).map {
            let page = payload.workflow_run.html_url.text ?? payload.repository.html_url.text
            return Line(of: payload, "\(account: payload.sender) \($0)", link: page)
        }
    }

    /// `deployment_status`: a deployment began, succeeded or failed.
    static func deploymentStatus(_ payload: Facts) -> Line? {
        let status = payload.deployment_status
        let state: Words? =
            switch status.state.text {
            case "in_progress": "began"
            case "success": "succeeded"
            case "failure": "failed"
            case "error": "failed with an error"
            case nil: "is now \(status.state)"
            default: nil
            }
        let place: Words = "\(status.environment, after: " to ")"
        let creator: Words = "\(payload.deployment.creator.login.or(status.creator.login), after: " by ")"
        let subject: Words = "deployment\(payload.deployment.ref.shortRef, after: " of ")\(place)\(creator)"
        // Where it was deployed to, or else where its log is; either may be an empty text.
        let page = status.environment_url.text ?? status.log_url.text ?? payload.repository.html_url.text
        return state.map { Line(of: payload, "\(subject) \($0)", link: page) }
    }
}
