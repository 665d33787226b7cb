import Hark

/// One event of an incident: the incident as it is now, and who made it so
/// (developer.pagerduty.com/docs/webhooks-overview, "Event Data Types").
struct Incident {
    let facts: Facts
    let agent: Facts

    /// How many other events came with it.
    private let others: Int

    /// What an event of V3 is about.
    init(_ payload: Facts) { self.init(payload.event.data, madeBy: payload.event.agent, others: 0) }

    /// An incident and its agent.
    init(_ facts: Facts, madeBy agent: Facts, others: Int) {
        self.facts = facts
        self.agent = agent
        self.others = others
    }

    /// `incident #2`; V2 has the number under another name.
    var name: Words { "incident #\(facts["number"].exists ? facts["number"] : facts.incident_number)" }

    /// Those who have to look after it, as a phrase: ` to Ada, Bob`.
    var assignees: Words {
        let names = facts.assignees.list.compactMap(\.summary.text)
        let others = facts.assignments.list.compactMap(\.assignee.summary.text)
        return names.isEmpty && others.isEmpty ? "" : " to \(list: names.isEmpty ? others : names)"
    }

    /// What was done to it: `Ada acknowledged incident #2`, or `incident #2 was acknowledged` when no person did it.
    func line(_ deed: Words, _ rest: Words = "") -> Line {
        guard let person = agent.person else { return line(told: "\(name) was \(deed)\(rest)") }
        return line(told: "\(person) \(deed) \(name)\(rest)")
    }

    /// Words about it, with its service before and its title and page after them.
    func line(told words: Words, _ details: Words = "") -> Line {
        let more: Words = others > 0 ? "; and \(others) more" : ""
        return Line(in: facts.service.summary, "\(words): \(facts.title)\(details)\(more)", link: facts.html_url)
    }
}

extension Facts {
    /// The name of the person that this refers to; nil for services, integrations and workflows.
    var person: UntrustedText? { [nil, "user_reference"].contains(self.type.text) ? self.summary.text : nil }
}
