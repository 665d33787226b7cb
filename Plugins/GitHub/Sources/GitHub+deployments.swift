import HarkEvents

extension GitHub {
    /// `deployment`: someone requested a deployment.
    static func deployment(_ payload: PayloadView) -> EventNotification? {
        let deployment = payload.deployment
        let place: ChatText = "\(deployment.environment, after: " to ")"
        let subject: ChatText = "a deployment\(payload.deployedRef)\(place)"
        let actions: [UntrustedText: ChatText] = ["created": "created \(subject)\(deployment.description, after: ": ")"]
        return payload.describeAction(to: subject, actions).map {
            let page = payload.workflow_run.html_url.asText ?? payload.repository.html_url.asText
            return EventNotification(of: payload, "\(account: payload.sender) \($0)", link: page)
        }
    }

    /// `deployment_review`: a deployment waits for a person, or a person let it go on or stopped it.
    static func deploymentReview(_ payload: PayloadView) -> EventNotification? {
        let environment = payload.environment.or(payload.workflow_job_runs[0].environment)
        let run: ChatText =
            "\(payload.workflow_run.name, after: " of workflow ")\(payload.workflow_run.run_number, after: " #")"
        let subject: ChatText = "a deployment\(run)\(environment, after: " to ")"
        let names = payload.reviewers.asList.map(\.reviewer).compactMap {
            $0.isSecretTeam ? "a secret team" : $0.login.or($0.name).asText
        }
        let reviewers: ChatText = names.isEmpty ? "" : " by \(list: names)"
        let person = payload.approver.exists ? payload.approver : payload.sender
        let comment: ChatText = "\(payload.comment.commentExcerpt, after: ": ")"
        let (words, severity): (ChatText, Severity?)
        switch payload.action.asText {
        case "requested": (words, severity) = ("\(subject) waits for a review\(reviewers)", .warning)
        case "approved": (words, severity) = ("\(account: person) approved \(subject)\(comment)", nil)
        case "rejected": (words, severity) = ("\(account: person) rejected \(subject)\(comment)", .error)
        case nil: (words, severity) = ("\(account: person) did \(payload.action) to \(subject)", nil)
        default: return nil
        }
        return EventNotification(of: payload, words, link: payload.workflow_run.html_url.asText).marked(severity)
    }

    /// `deployment_status`: a deployment began, succeeded or failed.
    static func deploymentStatus(_ payload: PayloadView) -> EventNotification? {
        let status = payload.deployment_status
        let state: ChatText? =
            switch status.state.asText {
            case "in_progress": "began"
            case "pending", "queued", "waiting": "is \(status.state)"
            case "inactive": "was replaced by another one"
            case "success": "succeeded"
            case "failure": "failed"
            case "error": "failed with an error"
            case nil: "is now \(status.state)"
            default: nil
            }
        let place: ChatText = "\(status.environment, after: " to ")"
        let creator: ChatText = "\(payload.deployment.creator.login.or(status.creator.login), after: " by ")"
        let subject: ChatText = "deployment\(payload.deployedRef)\(place)\(creator)"
        // The deployed site if there is one, otherwise the log, which older senders put in the target URL.
        let page = EventNotification.link(
            status.state.asText == "success" ? status.environment_url : PayloadView(nil), status.log_url,
            status.target_url,
            payload.repository.html_url)
        return state.map {
            EventNotification(of: payload, "\(subject) \($0)", link: page)
                .replacing(payload.deployment.id.asText.map { "github deployment \($0)" })
        }
    }
}
