import Hark

/// `deployment_status`: a deployment began, succeeded or failed.
struct DeploymentStatusEvent: Event {
    struct Deployment: Decodable {
        let ref: String?
    }

    struct Status: Decodable {
        let state: String?
        let environment: String?
        let environmentPage: String?
        let log: String?

        private enum CodingKeys: String, CodingKey {
            case state, environment
            case environmentPage = "environment_url"
            case log = "log_url"
        }
    }

    let action: String?
    let deployment: Deployment?
    let status: Status
    let repository: Repository?

    private enum CodingKeys: String, CodingKey {
        case action, deployment
        case status = "deployment_status"
        case repository
    }

    var line: Line? {
        let deployment: Words = "deployment\(deployment?.ref, after: " of ")\(status.environment, after: " to ")"
        return deed.map { Line(in: repository, "\(deployment) \($0)", link: page) }
    }

    private var deed: Words? {
        switch status.state {
        case "in_progress": "began"
        case "success": "succeeded"
        case "failure": "failed"
        case "error": "failed with an error"
        default: nil
        }
    }

    /// Where it was deployed to, or else where its log is; either may be an empty text.
    private var page: String? {
        [status.environmentPage, status.log, repository?.page].compactMap(\.self).first { !$0.isEmpty }
    }
}
