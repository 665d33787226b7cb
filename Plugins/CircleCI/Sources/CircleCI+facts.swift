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
    }
}
