/// A condition of a rule: `event=push,pull_request`.
struct RuleCondition: Sendable {
    /// What a field is compared with.
    enum Value: Sendable {
        /// One of these patterns matches one of the field's texts.
        case patterns([GlobPattern])
        case bot(Bool)
        case outcomes(Set<NotificationOutcome>)
        case severities(Set<Severity>)
        case rank(Severity)
        case audiences(Set<NotificationAudience>)
        case time(TimeWindow, ZoneRules)
    }

    let field: RuleField
    let comparison: RuleOperator
    let value: Value
    /// The condition as the operator wrote it.
    let text: String
    /// Where it begins in its line, counted from 1.
    let column: Int

    /// Whether a notification meets it. A field that is unknown equals nothing, and an unknown severity is below all
    /// others.
    func isMet(by subject: RuleSubject) -> Bool {
        switch comparison {
        case .equal: equals(subject)
        case .notEqual: !equals(subject)
        case .atLeast, .atMost, .above, .below: compares(subject.facts.severity)
        }
    }

    private func equals(_ subject: RuleSubject) -> Bool {
        switch value {
        case .patterns(let patterns): isMatched(patterns, subject)
        case .bot(let isBot): subject.facts.isBot == isBot
        case .outcomes(let outcomes): subject.facts.outcome.map(outcomes.contains) ?? false
        case .severities(let severities): subject.facts.severity.map(severities.contains) ?? false
        case .rank(let severity): subject.facts.severity == severity
        case .audiences(let audiences): audiences.contains(subject.facts.audience)
        case .time(let window, let zone): window.contains(zone.localTime(at: subject.time))
        }
    }

    private func isMatched(_ patterns: [GlobPattern], _ subject: RuleSubject) -> Bool {
        subject.hasText(of: field) { text in
            for pattern in patterns where pattern.matches(text) { return true }
            return false
        }
    }

    private func compares(_ severity: Severity?) -> Bool {
        guard case .rank(let limit) = value else { return false }
        guard let severity else { return comparison == .below || comparison == .atMost }
        return switch comparison {
        case .atLeast: severity >= limit
        case .atMost: severity <= limit
        case .above: severity > limit
        case .below: severity < limit
        case .equal, .notEqual: false
        }
    }

    /// Whether it is a condition on the audience that also a notification meets which is not public.
    var isMetByNarrowAudience: Bool {
        guard case .audiences(let audiences) = value else { return false }
        return NotificationAudience.allCases.contains {
            $0 != .public && audiences.contains($0) == (comparison == .equal)
        }
    }

    /// Facts with each value that a field with fixed words can have; none for another field.
    fileprivate static func possibleFacts(of field: RuleField) -> [NotificationFacts] {
        func each<Value>(_ path: WritableKeyPath<NotificationFacts, Value>, _ values: [Value]) -> [NotificationFacts] {
            values.map { value in
                var facts = NotificationFacts()
                facts[keyPath: path] = value
                return facts
            }
        }
        return switch field {
        case .bot: each(\.isBot, [true, false])
        case .outcome: each(\.outcome, NotificationOutcome.allCases.map(Optional.some) + [nil])
        case .severity: each(\.severity, Severity.allCases.map(Optional.some) + [nil])
        case .audience: each(\.audience, NotificationAudience.allCases)
        default: []
        }
    }

    /// The names in a condition on events.
    var eventNames: [String] {
        guard field == .event, case .patterns(let patterns) = value else { return [] }
        return patterns.map(\.text)
    }

    /// Whether it names the events that the rule is about: `event=push`, but not `event=*` or `event!=push`.
    var namesEvents: Bool {
        guard field == .event, comparison == .equal, case .patterns(let patterns) = value else { return false }
        return !patterns.contains(where: \.matchesEverything)
    }
}

extension [RuleCondition] {
    /// The last of the conditions on one field that no value of the field can meet together: `severity<info` after
    /// `severity>error`. Nil if a notification can meet all.
    var contradiction: RuleCondition? {
        for field in RuleField.allCases {
            let conditions = filter { $0.field == field }
            let subjects = RuleCondition.possibleFacts(of: field).lazy.map { RuleSubject($0, at: 0) }
            guard let last = conditions.last, !subjects.isEmpty else { continue }
            if !subjects.contains(where: { subject in conditions.allSatisfy { $0.isMet(by: subject) } }) { return last }
        }
        return nil
    }
}
