import HarkEvents

extension Buildkite {
    /// What the operator's rules may ask for. The place is the pipeline, or else the registry of a package.
    static func facts(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        let build = payload.build
        facts.place = payload.pipeline.slug.or(payload.pipeline.name).or(payload["package"].registry.slug).asText
        facts.branch = build.tag.or(build.branch).asText
        facts.actor = payload.job.unblocked_by.name.or(build.author.name).or(build.creator.name).asText
        // The tags of an agent are written `queue=mac`.
        facts.addLabels(payload.agent.meta_data)
        let isOver = ["build.finished", "job.finished"].contains(facts.event) && !build.blocked.isTrue
        guard isOver else { return }
        let state = payload.job.exists ? payload.job.state : build.state
        facts.outcome =
            state.asText == "finished"
            ? (payload.job.exit_status.asInt ?? 0 == 0 ? .success : .failure) : NotificationOutcome(named: state.asText)
        // The build says how its jobs ended.
        guard facts.outcome == .failure, facts.event == "build.finished" else { return }
        for person in [build.creator, build.author] {
            let names = [person.id, person.username, person.name, person.email]
            facts.addConcerned(knownAs: names.map(\.asText), because: .failedBuild)
        }
    }
}
