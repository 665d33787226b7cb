/// Reads the operator's rules, and finds all of their faults.
///
/// ```
/// # One rule a line: what is done, then the conditions, all of which must be met.
/// #oncall        severity>=critical
/// #shop-dev      place=acme/shop* event=pull_request,push branch=main,release/*
/// mute           actor=*[bot] event!=*_alert
/// only-failures  plugin=github event=workflow_run,check_*
/// ```
struct RuleParser {
    /// Returns the rules of a time zone.
    typealias FindZone = (String) throws(ZoneError) -> ZoneRules

    /// Most rules.
    static let mostRules = 1_000

    private let plugins: [RulePlugin]
    private let findZone: FindZone
    private(set) var faults: [LineFault] = []

    /// A parser.
    /// - Parameters:
    ///   - plugins: the bot's plugins.
    ///   - findZone: finds the rules of a time zone.
    init(plugins: [RulePlugin], findZone: @escaping FindZone) {
        self.plugins = plugins
        self.findZone = findZone
    }

    /// Reads rules. Those with faults are left out.
    mutating func parse(_ text: String) -> RuleSet {
        var scanner = LineScanner(text)
        let lines = scanner.lines()
        faults = scanner.faults
        if let line = lines.dropFirst(Self.mostRules).first {
            report(
                line.number, line.words[0].column, "there are more than \(Self.mostRules) rules; write fewer, with “*”."
            )
        }
        let rules = lines.prefix(Self.mostRules).compactMap { rule($0) }
        faults.sort { ($0.line, $0.column) < ($1.line, $1.column) }
        return RuleSet(rules: rules)
    }

    private mutating func report(_ line: Int, _ column: Int, _ reason: String) {
        faults.append(LineFault(line: line, column: column, reason: reason))
    }

    private mutating func rule(_ line: LineScanner.Line) -> Rule? {
        let known = faults.count
        let action = action(line.words[0], line.number)
        var conditions: [RuleCondition] = []
        for word in line.words.dropFirst() {
            var parser = RuleConditionParser(plugins: plugins.map(\.name), findZone: findZone, line: line.number)
            let parsed = parser.parse(word)
            faults += parsed.faults
            guard let condition = parsed.condition else { continue }
            if let earlier = conditions.first(where: { $0.repeats(condition) }) {
                report(
                    line.number, condition.column,
                    "the rule has the condition “\(earlier.text)” already, and one text cannot equal both; "
                        + "write the patterns in one condition, with commas between.")
            }
            conditions.append(condition)
        }
        reportUnknownEvents(of: conditions, line.number)
        if action == .mute, line.words.count == 1 {
            report(
                line.number, line.words[0].column,
                "this would mute everything; add a condition, such as \(RuleField.actor.example).")
        }
        if faults.count == known, let last = conditions.contradiction {
            let texts = conditions.filter { $0.field == last.field }.map { "“\($0.text)”" }.joined(separator: " and ")
            report(line.number, last.column, "no notification meets \(texts); the rule would never match.")
        }
        guard let action, faults.count == known else { return nil }
        return Rule(
            action: action, conditions: conditions, line: line.number, column: line.words[0].column, text: line.text)
    }

    private mutating func reportUnknownEvents(of conditions: [RuleCondition], _ line: Int) {
        let events = RuleEvents(plugins, conditions)
        for condition in conditions {
            for name in condition.eventNames {
                guard let reason = events.fault(name) else { continue }
                report(line, condition.column, reason)
            }
        }
    }

    /// Reads the first word of a rule: what is done.
    private mutating func action(_ word: LineScanner.Word, _ line: Int) -> Rule.Action? {
        switch word.text.lowercased() {
        case Rule.muteWord: return .mute
        case Rule.onlyFailuresWord: return .onlyFailures
        default: break
        }
        let field = String(word.text.prefix { $0.isLetter })
        if field.count < word.text.count, RuleField(rawValue: field) != nil,
            "=!<>".contains(word.text.dropFirst(field.count).prefix(1))
        {
            report(
                line, word.column,
                "a rule begins with what is done: a room such as #ops, \(Rule.muteWord) or \(Rule.onlyFailuresWord).")
            return nil
        }
        return .announce(word.parts.compactMap { place($0.text, line, $0.column) })
    }

    private mutating func place(_ text: String, _ line: Int, _ column: Int) -> Rule.Place? {
        let word = text.lowercased()
        if word == Rule.usualWord { return .usual }
        if text.isEmpty {
            report(
                line, column, "a room is missing here; write rooms with commas and without spaces between: #ops,#dev.")
        } else if word == Rule.muteWord || word == Rule.onlyFailuresWord {
            report(line, column, "“\(word)” stands alone; write a rule of its own for the rooms.")
        } else if [Rule.muteWord, Rule.onlyFailuresWord].contains(where: { word == "#\($0)" }) {
            report(
                line, column,
                "“\(text)” looks like a rule behind a “#”; write “# \(word.dropFirst())” for a comment, or the room with its "
                    + "network, such as slack:\(text).")
        } else if word.utf8.allSatisfy({ $0.isNameByte }) {
            let words = [Rule.muteWord, Rule.onlyFailuresWord, Rule.usualWord]
            let hint = Suggestion(for: word, among: words).question
            report(
                line, column,
                "“\(text)” is neither a room nor \(words[0]), \(words[1]) or \(words[2]); a room begins with a character "
                    + "such as # or with its network: slack:\(text).\(hint)")
        } else {
            return .room(Room(text))
        }
        return nil
    }
}

extension UInt8 {
    /// Whether it is an ASCII letter, a digit, `-` or `_`.
    fileprivate var isNameByte: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
