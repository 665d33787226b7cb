import HarkEvents

extension AzureDevOps {
    /// What the operator's rules may ask for. The place is the repository with its project, or else the pipeline or the
    /// project.
    static func facts(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        let resource = payload.resource
        let request = resource.pullRequest.exists ? resource.pullRequest : resource
        let fields = resource.revision.fields.exists ? resource.revision.fields : resource.fields
        let pipeline = resource.pipeline.name.or(resource.definition.name).or(resource.run.pipeline.name)
            .or(resource.release.releaseDefinition.name)
        facts.place =
            request.repository.repositoryName
            ?? pipeline.or(fields["System.TeamProject"]).or(resource.project.name).asText
        facts.actor = actor(resource, fields)
        facts.setBranch(
            request.targetRefName.or(resource.refUpdates[0].name).or(resource.sourceBranch)
                .or(resource.run.resources.repositories["self"].refName))
        facts.addLabels(request.labels)
        facts.addLabels(fields["System.Tags"].asText?.split(separator: ";").map { $0.dropping(prefix: " ") } ?? [])
        facts.addLabels([fields["System.WorkItemType"].asText].compactMap(\.self))
        let environment = resource.environment.status.or(resource.deployment.deploymentStatus)
        let result = part(resource).result.or(environment).or(resource.result)
        let isOver = ["build.complete", "ms.vss-release.deployment-completed-event"].contains(facts.event)
        guard isOver || part(resource).state.asText == "completed" else { return }
        facts.outcome =
            result.asText?.lowercased == "rejected" ? .failure : NotificationOutcome(named: result.asText)
    }

    /// The job, the stage or the run whose state changed.
    private static func part(_ resource: PayloadView) -> PayloadView {
        [resource.job, resource.stage, resource.run].first(where: \.exists) ?? PayloadView(nil)
    }

    private static func actor(_ resource: PayloadView, _ fields: PayloadView) -> UntrustedText? {
        let people = [
            resource.pushedBy, resource.comment.author, resource.closedBy, resource.createdBy, resource.initiatedBy,
            resource.checkedInBy, resource.author, resource.requestedFor, resource.approval.approvedBy,
            resource.release.modifiedBy, resource.release.createdBy, resource.revisedBy, fields["System.ChangedBy"],
        ]
        return people.lazy.compactMap(\.person).first
    }
}
