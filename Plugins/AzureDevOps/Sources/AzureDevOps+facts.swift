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
        // The first version of a build has its result as its status.
        let result = part(resource).result.or(environment).or(resource.result).or(resource.status)
        let isOver = ["build.complete", "ms.vss-release.deployment-completed-event"].contains(facts.event)
        if isOver || part(resource).state.asText == "completed" {
            facts.outcome =
                result.asText?.lowercased == "rejected" ? .failure : NotificationOutcome(named: result.asText)
        }
        if ["workitem.created", "workitem.updated"].contains(facts.event) { facts.severity = urgency(resource) }
        addConcerned(resource, fields, &facts)
    }

    /// What the severity or the priority of a new work item says, or that to which an update changed one of them. Most
    /// work items have priority 2.
    private static func urgency(_ resource: PayloadView) -> Severity? {
        let fields = ["Severity", "Priority"].map { resource.fields["Microsoft.VSTS.Common.\($0)"] }
        let (severity, priority) = (fields[0], fields[1])
        let isFirst = priority.newValue.or(priority).asInt == 1
        return isFirst ? .critical : Severity(ofPriority: severity.newValue.or(severity).asText)
    }

    /// The accounts whose review is requested or to which the event assigns a work item, or whose build failed. An
    /// update of a pull request does not say which reviewers are new, and a run or a release not for whom it is.
    private static func addConcerned(
        _ resource: PayloadView, _ fields: PayloadView, _ facts: inout NotificationFacts
    ) {
        switch facts.event {
        case "git.pullrequest.created":
            let people = resource.reviewers.asList.filter { !$0.isContainer.isTrue }
            for reviewer in people.prefix(NotificationFacts.mostConcerned) {
                facts.addConcerned(knownAs: reviewer.accounts, unless: resource.createdBy.accounts, because: .review)
            }
        case "workitem.created", "workitem.updated":
            let changed = resource.fields["System.AssignedTo"]
            let assignee = facts.event == "workitem.created" ? changed : changed.newValue
            let own = [fields["System.ChangedBy"], resource.revisedBy].flatMap(\.accounts)
            facts.addConcerned(knownAs: assignee.accounts, unless: own, because: .assignment)
        case "build.complete" where facts.outcome == .failure:
            for person in [resource.requestedFor, resource.requests[0].requestedFor] {
                facts.addConcerned(knownAs: person.accounts, because: .failedBuild)
            }
        default: break
        }
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
