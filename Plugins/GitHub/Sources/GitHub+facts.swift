import HarkEvents

extension GitHub {
    /// What the operator's rules may ask for.
    static func facts(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        facts.place =
            payload.repository.fullName
            ?? payload.organization.login.or(payload.installation.account.login).or(payload.enterprise.slug).asText
        let actor = payload.sender.login.or(payload.pusher.name).asText
        facts.actor = actor
        facts.isBot = payload.sender.type.asText == "Bot" || actor?.hasSuffix("[bot]") ?? false
        let thing = [payload.pull_request, payload.issue].first(where: \.exists) ?? payload.discussion
        facts.addLabels(thing.labels)
        if let label = payload.label.name.asText { facts.addLabel(label) }
        let build = build(payload)
        facts.branch = build.exists ? branch(of: build, payload) : SourceBranch(branch(payload)).branch
        facts.outcome = outcome(payload, build)
        addConcerned(payload, &facts)
        if payload.alert.exists { alertFacts(payload.alert, &facts) }
        if payload.repository_advisory.exists, payload.action.asText == "reported" { facts.audience = .restricted }
        if ["secret_membership", "secret_team"].contains(facts.event) { facts.audience = .confidential }
    }

    /// The run, job or check that a payload is about.
    private static func build(_ payload: PayloadView) -> PayloadView {
        let runs = [payload.workflow_job, payload.workflow_run, payload.check_run, payload.check_suite]
        return runs.first(where: \.exists) ?? PayloadView(nil)
    }

    private static func branch(of build: PayloadView, _ payload: PayloadView) -> UntrustedText? {
        let suite = build.check_suite
        let ref = build.head_branch.or(suite.head_branch).or(payload.deployment.ref)
        return payload.sourceBranch(ref, of: suite, build).branch
    }

    private static func branch(_ payload: PayloadView) -> PayloadView {
        if payload.pull_request.exists { return payload.pull_request.base.ref }
        return payload.ref.or(payload.deployment.ref).or(payload.release.target_commitish).or(payload.branches[0].name)
            .or(payload.merge_group.base_ref).or(payload.alert.most_recent_instance.ref).or(payload.branch)
            .or(payload.release.tag_name)
    }

    /// How a run, a deployment, a commit's status, an import or a build of pages ended.
    private static func outcome(_ payload: PayloadView, _ build: PayloadView) -> NotificationOutcome? {
        // A deployment comes with the run that it is part of, which has not ended.
        let deployment = payload.deployment_status
        if deployment.exists { return NotificationOutcome(named: deployment.state.asText) }
        if build.exists { return NotificationOutcome(named: build.conclusion.asText) }
        switch payload.build.status.asText {
        case "built": return .success
        case "errored": return .failure
        case .some: return nil
        case nil: return NotificationOutcome(named: payload.state.or(payload.status).asText)
        }
    }

    /// The account whose review is requested or to which the event assigns something, or whose workflow or commit
    /// failed. GitHub names each in an event of its own, and of a build's events only one counts here.
    private static func addConcerned(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        switch facts.action {
        case "review_requested": facts.addConcerned(payload.requested_reviewer.login.asText, because: .review)
        case "assigned": facts.addConcerned(payload.assignee.login.asText, because: .assignment)
        default: break
        }
        let run = payload.workflow_run
        guard facts.outcome == .failure, !run.isScheduled else { return }
        let account =
            facts.event == "workflow_run"
            ? run.triggering_actor.login.or(run.actor.login).or(payload.sender.login)
            : payload.commit.author.login.or(payload.build.pusher.login)
        facts.addConcerned(account.asText, because: .failedBuild)
    }

    /// Weaknesses that only some people of the repository may see.
    private static func alertFacts(_ alert: PayloadView, _ facts: inout NotificationFacts) {
        let isEnd = ["fixed", "resolved", "closed_by_user", "dismissed", "auto_dismissed"].contains(facts.action)
        let word = alert.security_advisory.severity.or(alert.rule.security_severity_level).or(alert.rule.severity)
        facts.audience = .restricted
        facts.outcome = isEnd ? .success : .failure
        // GitHub gives leaked secrets no severity. Whoever finds one can use it.
        facts.severity = alert.secret_type.exists ? .critical : Severity(named: word.asText) ?? .error
    }
}
