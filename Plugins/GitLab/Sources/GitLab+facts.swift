import HarkEvents

extension GitLab {
    /// What the operator's rules may ask for.
    static func facts(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        let thing = payload.object_attributes
        facts.place =
            payload.project.path_with_namespace.or(payload.project_name).or(payload.group.full_path)
            .or(payload.group_path).or(payload.path_with_namespace).or(payload.project_path_with_namespace)
            .or(payload.full_path).asText
        // An event about a member or an account names that one, and not who did it.
        let isAboutAccount = payload.event_name.asText?.hasPrefix("user_") == true
        let actor =
            isAboutAccount ? nil : payload.user.username.or(payload.user_username).or(payload.user_name).asText
        facts.actor = actor
        facts.isBot = isBot(actor)
        for list in [payload.labels, thing.labels, payload.issue.labels, payload.merge_request.labels] {
            facts.addLabels(list, named: "title")
        }
        let tag = payload.object_kind.asText == "release" ? payload.tag : PayloadView(nil)
        if ["pipeline", "build"].contains(payload.object_kind.asText) {
            facts.branch = branch(thing.ref.or(payload.ref), payload).branch
        } else {
            facts.setBranch(
                thing.target_branch.or(payload.merge_request.target_branch).or(thing.ref).or(payload.ref).or(tag))
        }
        // Only pipelines, jobs and deployments end with a status.
        facts.outcome =
            switch payload.object_kind.asText {
            case "pipeline": NotificationOutcome(named: thing.status.asText)
            case "build": NotificationOutcome(named: payload.build_status.asText)
            case "deployment": NotificationOutcome(named: payload.status.asText)
            default: nil
            }
        // Only incidents have a severity (docs.gitlab.com/operations/incident_management/incidents).
        let isIncident = ["issue", "work_item"].contains(payload.object_kind.asText)
        if isIncident, facts.action == "open" || payload.changes.severity.exists {
            facts.severity = Severity(ofPriority: thing.severity.asText)
        }
        addConcerned(payload, &facts)
        if payload.isConfidential || facts.event?.lowercased.hasPrefix("confidential ") ?? false {
            facts.audience = .confidential
        }
        if ["vulnerability", "access_token"].contains(payload.object_kind.asText) {
            facts.audience = .restricted
        }
    }

    /// The accounts whose review is requested or to which the event assigns something, or whose pipeline failed.
    private static func addConcerned(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        for (list, reason) in [("reviewers", ConcernedAccount.Reason.review), ("assignees", .assignment)] {
            let accounts =
                facts.action == "open"
                ? payload[list].asList.compactMap(\.username.asText)
                : PeopleChange(payload.changes[list]).accountsAsked
            for account in accounts { facts.addConcerned(account, because: reason) }
        }
        let isPipeline = payload.object_kind.asText == "pipeline"
        guard facts.outcome == .failure, isPipeline, !payload.object_attributes.isScheduled else { return }
        facts.addConcerned(payload.user.username.asText, because: .failedBuild)
    }

    /// Whether an account belongs to an access token, whose names GitLab makes
    /// (docs.gitlab.com/user/project/settings/project_access_tokens, "Bot users for projects").
    private static func isBot(_ account: UntrustedText?) -> Bool {
        guard let parts = account?.split(separator: "_"), parts.count > 2 else { return false }
        return ["project", "group"].contains(parts[0]) && parts[2] == "bot" || parts[0] == "service"
    }
}
