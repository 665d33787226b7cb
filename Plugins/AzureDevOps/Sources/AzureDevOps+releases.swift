import HarkEvents

// Classic releases and their deployments.

extension AzureDevOps {
    /// A formatter for what became of a release.
    static func release(_ predicate: ChatText) -> EventTable.Formatter {
        { payload in
            let release = payload.resource.release
            let person = release.modifiedBy.person ?? release.createdBy.person
            let end: ChatText = "\(person, after: " by ")\(release.description.firstLine, after: ": ")"
            return notification(payload, release, "release \(release.name) \(predicate)\(end)")
        }
    }

    static func deploymentStarted(_ payload: PayloadView) -> EventNotification? {
        let (name, release) = deployment(payload)
        return notification(payload, release, "the deployment \(name) has started")
    }

    static func deploymentCompleted(_ payload: PayloadView) -> EventNotification? {
        let (name, release) = deployment(payload)
        let status = payload.resource.environment.status.or(payload.resource.deployment.deploymentStatus)
        return notification(payload, release, "the deployment \(name) \(status.outcomeWords)").marked(
            status.outcomeSeverity)
    }

    static func deploymentApprovalPending(_ payload: PayloadView) -> EventNotification? {
        let (name, release) = deployment(payload)
        let approver: ChatText = "\(payload.resource.approval.approver.person, after: " by ")"
        return notification(payload, release, "the deployment \(name) waits for approval\(approver)").marked(.warning)
    }

    static func deploymentApprovalCompleted(_ payload: PayloadView) -> EventNotification? {
        let (name, release) = deployment(payload)
        let approval = payload.resource.approval
        let person = approval.approvedBy.person ?? approval.approver.person
        let who: ChatText = person.map { "\($0)" } ?? "somebody"
        let isRejected = approval.status.asText == "rejected"
        let verb: ChatText =
            switch approval.status.asText {
            case "approved": "approved"
            case "rejected": "rejected"
            default: "answered “\(approval.status)” to"
            }
        let comment: ChatText = "\(approval.comments.firstLine, after: ": ")"
        return notification(payload, release, "\(who) \(verb) the deployment \(name)\(comment)")
            .marked(isRejected ? .error : nil)
    }

    /// `of Release-1 to Dev`, and the release.
    private static func deployment(_ payload: PayloadView) -> (name: ChatText, release: PayloadView) {
        let resource = payload.resource
        let candidates = [resource.release, resource.deployment.release, resource.environment.release]
        let release = candidates.first(where: \.name.exists) ?? resource.release
        let environment = resource.environment.name.or(resource.approval.releaseEnvironment.name)
            .or(resource.deployment.releaseEnvironment.name)
        return ("of \(release.name)\(environment, after: " to ")", release)
    }

    private static func notification(
        _ payload: PayloadView, _ release: PayloadView, _ words: ChatText
    ) -> EventNotification {
        let resource = payload.resource
        let definition = release.releaseDefinition.name.or(resource.environment.releaseDefinition.name)
            .or(resource.deployment.releaseDefinition.name).or(resource.project.name)
        let link = EventNotification.link(release._links.web.href, resource.environment.release._links.web.href)
        return EventNotification(about: definition.asText, words, link: link)
            .inThread(of: release.id.asText.map { "azuredevops release \($0)" }, isAlsoInRoom: true)
    }
}
