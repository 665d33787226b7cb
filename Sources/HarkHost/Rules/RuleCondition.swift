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
