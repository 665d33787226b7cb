import HarkEvents

extension CircleCI {
    /// What the operator's rules may ask for.
    static func facts(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        let (old, commit) = (payload.payload, Commit(payload.pipeline))
        facts.place = repository(payload) ?? repository(of: old)
        facts.branch = commit.branch ?? commit.tag ?? old.branch.or(old.vcs_tag).asText
        facts.actor = commit.author ?? old.author_name.asText
        let status = payload.job.status.or(payload.workflow.status).or(old.status)
        facts.outcome = NotificationOutcome(named: status.asText)
        // The workflow says how its jobs ended.
        guard facts.outcome == .failure, facts.event != "job-completed" else { return }
        facts.addConcerned(
            knownAs: commit.accounts + [old.user.login.asText, old.author_name.asText, old.author_email.asText],
            because: .failedBuild)
    }
}
