/// Why a notification goes where it goes: the result of each rule, and the decision.
package struct RuleExplanation: Sendable {
    /// What a rule did.
    enum Verdict: Sendable, Hashable {
        case applies
        /// A condition is not met: the condition, and what the field is.
        case differs(condition: String, found: String)
        /// It asks for the outcome of something that has none, or that failed.
        case hasNothingToMute
        /// It would announce what is not for everybody, and does not say so.
        case isNotForEverybody(NotificationAudience)
    }

    /// The rules with what each did, in their order.
    let trials: [(rule: Rule, verdict: Verdict)]

    let decision: RuleDecision

    let subject: RuleSubject

    /// The subscriptions that apply.
    let subscriptions: [Subscription]

    /// One line for each fact that is known, one for each rule and each subscription that applies, and the decision.
    package var lines: [String] {
        let facts = RuleField.allCases.compactMap { field -> String? in
            guard field != .hours, field != .days else { return nil }
            let found = subject.description(of: field)
            return found == "unknown" || found == "none" ? nil : "\(field.rawValue): \(found)"
        }
        let concerned = subject.facts.concerned.map { concerned in
            "concerns: “\(concerned.account.sanitized(to: 80))” (\(concerned.reason.rawValue))"
        }
        let rules = trials.map { rule, verdict in
            let result =
                switch verdict {
                case .applies: "applies"
                case .differs(let condition, let found): "does not apply: \(condition), and it is \(found)"
                case .hasNothingToMute: "applies, and leaves it: it is a failure, or has no outcome"
                case .isNotForEverybody(let audience):
                    "does not apply: it is \(audience.rawValue); add audience=\(audience.rawValue) to announce it"
                }
            return "line \(rule.line): \(rule.text)\n    \(result)"
        }
        let subscribed = subscriptions.map { subscription in
            "subscription: \(subscription.room) \(Builtins.line(for: subscription).plain)\n    applies"
        }
        return facts + concerned + rules + subscribed + ["Result: \(result)"]
    }

    private var result: String {
        let list = { (rooms: [Room]) in rooms.map(\.description).joined(separator: ", ") }
        let also =
            subscriptions.isEmpty ? "" : "; \(list(subscriptions.map(\.room).withoutRepetitions)), by subscription"
        return switch decision {
        case .usual(let rooms): "no rule chooses its rooms, so it goes to those of its plugin: \(list(rooms))\(also)."
        case .chosen(let rooms, let lines):
            "it goes to \(list(rooms)), because of line \(lines.map(String.init).joined(separator: ", "))\(also)."
        case .muted(let line): "it is announced nowhere, because line \(line) mutes it."
        case .withheld(let audience):
            "it is announced nowhere, because it is \(audience.rawValue) and no rule says where it may go."
        }
    }
}

extension RuleSet {
    /// Explains the decision about a notification.
    func explanation(
        _ facts: NotificationFacts, at time: Int, usual: [Room], subscriptions: [Subscription] = []
    ) -> RuleExplanation {
        let subject = RuleSubject(facts, at: time)
        let trials = rules.map { rule -> (rule: Rule, verdict: RuleExplanation.Verdict) in
            if let condition = rule.unmetCondition(subject) {
                let found = subject.description(of: condition.field)
                return (rule, .differs(condition: condition.text, found: found))
            }
            switch rule.action {
            case .mute: return (rule, .applies)
            case .onlyFailures:
                return (rule, facts.outcome == nil || facts.outcome == .failure ? .hasNothingToMute : .applies)
            case .announce:
                return (rule, rule.allows(facts.audience) ? .applies : .isNotForEverybody(facts.audience))
            }
        }
        let decision = decision(facts, at: time, usual: usual)
        return RuleExplanation(
            trials: trials, decision: decision, subject: subject,
            subscriptions: SubscriptionTable(subscriptions).applying(to: facts, at: time, after: decision))
    }
}
