import HarkEvents

extension Gitea {
    /// What the operator's rules may ask for.
    static func facts(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        facts.place =
            payload.repository.full_name.or(payload.run.repository.full_name).or(payload["package"].owner.account)
            .asText
        facts.actor = payload.sender.account.or(payload.pusher.account).asText
        // Gitea's own Actions work under this name (github.com/go-gitea/gitea, "models/user/user_system.go").
        facts.isBot = facts.actor == "gitea-actions" || facts.actor?.hasSuffix("[bot]") ?? false
        facts.addLabels(payload.pull_request.exists ? payload.pull_request.labels : payload.issue.labels)
        let build = payload.workflow_job.exists ? payload.workflow_job : payload.workflow_run
        let built = build.exists ? branch(build.head_branch, build, payload) : branch(ofForgejo: payload.run)
        let ref = payload.ref.or(payload.release.target_commitish).or(payload.release.tag_name)
        facts.setBranch(payload.pull_request.base.ref.or(ref))
        if build.exists || payload.run.exists { facts.branch = built.branch }
        let state = build.conclusion.or(payload.state)
        facts.outcome =
            switch facts.event {
            case "action_run_failure": .failure
            case "action_run_success", "action_run_recover": .success
            default: NotificationOutcome(named: state.asText)
            }
        addConcerned(payload, &facts)
    }

    /// The account whose review is requested or to which the event assigns something, or whose workflow failed.
    private static func addConcerned(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        let thing = payload.pull_request.exists ? payload.pull_request : payload.issue
        switch facts.action {
        case "review_requested": facts.addConcerned(payload.requested_reviewer.account.asText, because: .review)
        case "assigned":
            // Of several people, the payload does not say who is new.
            let people = people(assignedTo: thing)
            if people.count == 1 { facts.addConcerned(people[0].account.asText, because: .assignment) }
        default: break
        }
        guard facts.outcome == .failure else { return }
        let run = payload.workflow_run
        facts.addConcerned(run.trigger_actor.account.or(run.actor.account).asText, because: .failedBuild)
    }
}
