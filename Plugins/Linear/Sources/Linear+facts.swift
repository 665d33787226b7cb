import HarkEvents

extension Linear {
    /// What the operator's rules may ask for. The place is a team, or else a project or an initiative.
    static func facts(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        let data = payload.data
        let issue = payload.issueData.exists ? payload.issueData : data.issue.exists ? data.issue : data
        let isPlan = ["Project", "Initiative"].contains(facts.event)
        facts.place =
            issue.team.name.or(issue.project.name).or(data.project.name).or(data.initiative.name)
            .or(data.projectUpdate.project.name).or(data.initiativeUpdate.initiative.name)
            .or(isPlan ? data.name : PayloadView(nil)).asText
        facts.actor = payload.actor.name.or(payload.actor.service).asText
        facts.isBot = payload.actor["type"].asText.map { $0 != "user" } ?? false
        facts.addLabels(issue.labels)
        facts.subject = issue.identifier.asText ?? facts.subject
        facts.outcome = outcome(payload, facts)
        if facts.event == "Issue", facts.action == "create" || Change(payload).changed("priority") {
            // 0 stands for none (linear.app/docs/priority).
            facts.severity = [1: .critical, 2: .error][data.priority.asInt ?? 0]
        }
        let isAssigned = facts.action == "create" || Change(payload).changed("assigneeId")
        guard facts.event == "Issue", isAssigned else { return }
        facts.addConcerned(knownAs: data.assignee.names, unless: payload.actor.names, because: .assignment)
    }

    /// How an issue ended, if this update ended it, or whether its deadline has passed.
    private static func outcome(_ payload: PayloadView, _ facts: NotificationFacts) -> NotificationOutcome? {
        switch facts.event {
        case "IssueSLA": payload.action.asText == "breached" ? .failure : nil
        case "Issue" where Change(payload).changed("stateId"):
            switch payload.data.state["type"].asText {
            case "completed": .success
            case "canceled": .cancelled
            default: nil
            }
        default: nil
        }
    }
}

extension PayloadView {
    /// What the operator may know a user by: the identifier, the name and the address.
    fileprivate var names: [UntrustedText?] { [self.id.asText, self.name.asText, self.email.asText] }
}
