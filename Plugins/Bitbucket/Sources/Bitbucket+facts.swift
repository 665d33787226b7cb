import HarkEvents

extension Bitbucket {
    /// What the operator's rules may ask for.
    static func facts(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        // Data Center names a repository as it was and as it is.
        facts.place = payload.home.repositoryName.or(payload.new.repositoryName).or(payload.project.key).asText
        let actor = payload.actor
        facts.actor = actor.nickname.or(actor.name).or(actor.display_name).asText
        // Cloud's apps and access tokens, and Data Center's service users.
        facts.isBot = ["app_user", "AppUser", "SERVICE"].contains(actor.type.asText)
        let (change, cloud) = (payload.push.changes[0], payload.request.destination.branch.name)
        facts.branch =
            cloud.or(payload.request.toRef.displayId).or(change.new.name).or(change.old.name)
            .or(payload.changes[0].ref.displayId).asText
            ?? branch(of: payload.commit_status, payload).branch
        facts.addLabels([payload.issue.kind.asText, payload.issue.priority.asText].compactMap(\.self))
        let priority = facts.event == "issue:created" ? payload.issue.priority : payload.changes.priority.new
        facts.severity = Severity(ofPriority: priority.asText)
        facts.outcome = NotificationOutcome(named: payload.commit_status.state.asText)
        if facts.event == "repo:secret_detected" { facts.audience = .restricted }
        if facts.event == "pullrequest:created" || facts.event == "pr:opened" {
            for reviewer in payload.request.reviewers.asList.prefix(NotificationFacts.mostConcerned) {
                let account = reviewer.nickname.or(reviewer.user.name).asText
                facts.addConcerned(account, because: .review)
            }
        }
        guard facts.outcome == .failure else { return }
        facts.addConcerned(payload.commit_status.commit.author.user.nickname.asText, because: .failedBuild)
    }
}
