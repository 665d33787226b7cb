import Hark

extension GitHub {
    /// `deployment`: somebody wants something deployed.
    static func deployment(_ payload: Facts) -> Line? {
        let deployment = payload.deployment
        let place: Words = "\(deployment.environment, after: " to ")"
        let subject: Words = "a deployment\(deployment.ref.shortRef, after: " of ")\(place)"
        let deeds: [UntrustedText: Words] = ["created": "created \(subject)\(deployment.description, after: ": ")"]
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
        // The site, once it is there, and else the log, which older senders name as the target.
        let page = Line.link(
            status.state.text == "success" ? status.environment_url : Facts(nil), status.log_url, status.target_url,
            payload.repository.html_url)
        return state.map { Line(of: payload, "\(subject) \($0)", link: page) }
    }
}
