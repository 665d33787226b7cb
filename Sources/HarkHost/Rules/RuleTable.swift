/// The conditions of all rules, prepared once, so that a notification is compared with many rules quickly. It answers
/// the same as `Rule.unmetCondition`, which also says why.
///
/// What several rules ask alike is asked once. The patterns of a field are numbers that refer to one array of bytes,
/// and are compared with the field's text one after the other, so that nothing of a rule is copied or allocated.
struct RuleTable: Sendable {
    private struct Pattern {
        /// Where it is in `bytes`.
        let range: Range<Int>
        let literalCount: Int
        /// The condition that it belongs to.
        let condition: Int
        /// Whether the condition is met if the pattern matches.
        let isWanted: Bool
    }

    private var bytes: [UInt8] = []
    /// The patterns for the texts of each field, by `RuleField.textPosition`.
    private var patterns = [[Pattern]](repeating: [], count: RuleField.textFields.count)
    /// The conditions that have no patterns.
    private var others: [(index: Int, condition: RuleCondition)] = []
    /// Whether each condition is met if none of its patterns matches.
    private var isMetUnmatched: [Bool] = []
    /// The conditions of all rules, one rule after the other.
    private var conditions: [Int] = []
    /// Where the conditions of each rule end, and those of the next one begin.
    private var ends: [Int] = []

    /// Prepares the conditions of rules.
    /// - Parameter rules: the conditions of each rule.
    init(_ rules: [[RuleCondition]]) {
        // By bytes, since patterns are compared by bytes.
        var known: [UntrustedText: Int] = [:]
        for rule in rules {
            for condition in rule {
                let text = UntrustedText(bounded: condition.text)
                let index = known[text] ?? add(condition)
                known[text] = index
                conditions.append(index)
            }
            ends.append(conditions.count)
        }
    }

    private mutating func add(_ condition: RuleCondition) -> Int {
        let index = isMetUnmatched.count
        isMetUnmatched.append(condition.comparison == .notEqual)
        guard case .patterns(let patterns) = condition.value, let field = condition.field.textPosition else {
            others.append((index, condition))
            return index
        }
        for pattern in patterns {
            let start = bytes.count
            bytes += pattern.bytes
            self.patterns[field].append(
                Pattern(
                    range: start..<bytes.count, literalCount: pattern.literalCount, condition: index,
                    isWanted: condition.comparison == .equal))
        }
        return index
    }

    /// The positions of the rules all of whose conditions a notification meets, in their order.
    func rulesMet(by subject: RuleSubject) -> [Int] {
        var isMet = isMetUnmatched
        for field in patterns.indices { match(patterns[field], field, of: subject, &isMet) }
        for (index, condition) in others { isMet[index] = condition.isMet(by: subject) }
        var met: [Int] = []
        var start = 0
        for rule in ends.indices {
            let end = ends[rule]
            var index = start
            while index < end, isMet[conditions[index]] { index += 1 }
            if index == end { met.append(rule) }
            start = end
        }
        return met
    }

    private func match(_ patterns: [Pattern], _ field: Int, of subject: RuleSubject, _ isMet: inout [Bool]) {
        let (bytes, subjectBytes) = (bytes.span, subject.bytes.span)
        for position in subject.fields[field] {
            let text = subjectBytes.extracting(subject.texts[position])
            for pattern in patterns
            where GlobPattern.matches(
                bytes.extracting(pattern.range), literalCount: pattern.literalCount, text)
            {
                isMet[pattern.condition] = pattern.isWanted
            }
        }
    }
}
