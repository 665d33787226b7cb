/// Reads one condition of a rule: `event=push,pull_request`.
struct RuleConditionParser {
    /// Longest list of patterns.
    private static let mostPatterns = 100

    /// What people may write instead of the name of a field.
    private static let otherNames: [String: RuleField] = [
        "repo": .place, "repository": .place, "project": .place, "service": .place, "author": .actor, "sender": .actor,
        "user": .actor, "tag": .branch, "ref": .branch, "labels": .label, "level": .severity, "priority": .severity,
        "status": .outcome, "result": .outcome, "provider": .plugin, "time": .hours, "weekday": .days,
    ]

    private let plugins: [String]
    private let findZone: RuleParser.FindZone
    private let line: Int
    private var faults: [LineFault] = []

    /// A parser for the conditions of a line.
    init(plugins: [String], findZone: @escaping RuleParser.FindZone, line: Int) {
        self.plugins = plugins
        self.findZone = findZone
        self.line = line
    }

    /// Reads a condition; nil if it has faults.
    mutating func parse(_ word: LineScanner.Word) -> (condition: RuleCondition?, faults: [LineFault]) {
        faults = []
        let condition = condition(word)
        return (faults.isEmpty ? condition : nil, faults)
    }

    private mutating func report(_ column: Int, _ reason: String) {
        faults.append(LineFault(line: line, column: column, reason: reason))
    }

    private mutating func condition(_ word: LineScanner.Word) -> RuleCondition? {
        let nameLength = word.scalars.prefix { !"=!<>\"".unicodeScalars.contains($0) }.count
        let name = String(String.UnicodeScalarView(word.scalars.prefix(nameLength)))
        let rest = word.dropping(nameLength)
        let comparison = RuleOperator.allCases.filter { rest.text.hasPrefix($0.rawValue) }
            .max { $0.rawValue.count < $1.rawValue.count }
        guard let comparison, !name.isEmpty else {
            report(
                word.column,
                "“\(word.text)” is not a condition; write a field, a comparison and patterns without spaces between, "
                    + "such as \(RuleField.event.example). A comment begins with “# ”.")
            return nil
        }
        guard let field = RuleField(rawValue: name.lowercased()) else {
            report(word.column, unknownField(name))
            return nil
        }
        guard field == .severity || !comparison.comparesRanks else {
            report(rest.column, "only severity can be compared with “\(comparison.rawValue)”; write \(field.example).")
            return nil
        }
        let pattern = rest.dropping(comparison.rawValue.count)
        guard let value = value(of: field, comparison, pattern) else { return nil }
        return RuleCondition(
            field: field, comparison: comparison, value: value, text: word.text, column: word.column)
    }

    private func unknownField(_ name: String) -> String {
        let names = RuleField.allCases.map(\.rawValue)
        let meant = Self.otherNames[name.lowercased()]?.rawValue ?? Suggestion(for: name, among: names).nearest
        let hint = meant.map { " Did you mean \($0)?" } ?? ""
        return "there is no field “\(name)”; the fields are \(names.joined(separator: ", ")).\(hint)"
    }

    private mutating func value(
        of field: RuleField, _ comparison: RuleOperator, _ word: LineScanner.Word
    ) -> RuleCondition.Value? {
        if field == .hours || field == .days { return time(field, word) }
        let parts = word.parts
        for part in parts where part.text.isEmpty {
            report(part.column, "a pattern is missing here; write patterns without spaces between: \(field.example).")
        }
        if parts.count > Self.mostPatterns {
            report(word.column, "there are more than \(Self.mostPatterns) patterns; write fewer, with “*”.")
        }
        for part in parts where !part.text.isEmpty { check(part, field, isRanked: comparison.comparesRanks) }
        guard faults.isEmpty else { return nil }
        if field == .bot || comparison.comparesRanks, parts.count > 1 {
            report(parts[1].column, "only one word can stand here; write \(field.example).")
        }
        var words = parts.map { $0.text.lowercased() }
        // Any known word.
        if words.contains("*") { words = field.words ?? words }
        return switch field {
        case .bot: .bot(words.contains("yes"))
        case .outcome: .outcomes(Set(words.compactMap(NotificationOutcome.init(rawValue:))))
        case .audience:
            .audiences(Set(words.compactMap(NotificationAudience.init(rawValue:))))
        case .severity where comparison.comparesRanks: Severity(rawValue: words[0]).map { .rank($0) }
        case .severity: .severities(Set(words.compactMap(Severity.init(rawValue:))))
        case .event: .patterns(parts.map { GlobPattern($0.text.replacing(" ", with: "_")) })
        default: .patterns(parts.map { GlobPattern($0.text) })
        }
    }

    /// Reports a word that a field can never be equal to.
    private mutating func check(_ part: (text: String, column: Int), _ field: RuleField, isRanked: Bool) {
        if field == .plugin, !part.text.contains("*"), !plugins.contains(part.text.lowercased()) {
            let hint = Suggestion(for: part.text, among: plugins).nearest.map { " Did you mean \($0)?" } ?? ""
            report(
                part.column,
                "this bot has no plugin “\(part.text)”; it has \(plugins.joined(separator: ", ")).\(hint)")
        }
        guard let words = field.words, !words.contains(part.text.lowercased()) else { return }
        if part.text == "*", [.outcome, .audience, .severity].contains(field), !isRanked { return }
        let hint = Suggestion(for: part.text, among: words).nearest.map { " Did you mean \($0)?" } ?? ""
        report(part.column, "\(field.rawValue) is one of \(words.joined(separator: ", ")), not “\(part.text)”.\(hint)")
    }

    /// Reads `22-07,12-13@Europe/Berlin`; without a zone it is UTC.
    private mutating func time(_ field: RuleField, _ word: LineScanner.Word) -> RuleCondition.Value? {
        let ends = word.text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let texts = ends[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let window: TimeWindow?
        if field == .hours {
            let hours = texts.compactMap { TimeWindow.Hours($0) }
            window = hours.count == texts.count ? TimeWindow(hours) : nil
        } else {
            window = TimeWindow.days(texts).map { TimeWindow(days: $0) }
        }
        guard let window else {
            report(word.column, "“\(ends[0])” is not valid here; write such as \(field.example).")
            return nil
        }
        guard ends.count == 2 else { return .time(window, .utc) }
        do throws(ZoneError) { return .time(window, try findZone(String(ends[1]))) } catch {
            report(word.column + ends[0].unicodeScalars.count + 1, "\(error)")
            return nil
        }
    }
}

extension RuleCondition {
    /// Whether no notification could meet both conditions, or one of them has no effect. A notification can have
    /// several labels.
    func repeats(_ other: RuleCondition) -> Bool {
        field == other.field && comparison == .equal && other.comparison == .equal && field != .label
    }
}
