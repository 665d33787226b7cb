import HarkEvents

/// What the fields of an object say of how things are: a state, how bad it is, and why. A field is known by the last
/// word of its name, however that is written: `current_state`, `RunStatus`, `monitorCondition`.
struct Condition {
    /// The state: `closed`, `failed`; with the name of its field if it is a number, `state 0`.
    let state: UntrustedText?

    /// How bad it is, in a word: `critical`, `P1`.
    let severity: UntrustedText?

    /// What went wrong.
    let cause: UntrustedText?

    /// The name of the field that has the state.
    let stateName: String?

    /// The condition that these members describe, which hold no credentials.
    init(of members: [JSONObject.Member]) {
        let fields = members.map { (member: $0, words: FieldName($0.name).words) }
        let states = fields.compactMap { field in
            Self.state(of: field.member, field.words).map { (name: field.member.name, words: field.words, text: $0) }
        }
        // `"status": "completed", "conclusion": "failure"`: what says how it ended says more.
        let best = states.min { Self.rank($0.text, $0.words) < Self.rank($1.text, $1.words) }
        state = best?.text
        stateName = best?.name
        severity =
            Self.severities.lazy.compactMap { word in
                fields.first { $0.words.last == word && Self.isSeverity($0.member.value) }?.member.value.stringValue
            }.first.map { UntrustedText($0) }
        cause = fields.lazy.compactMap { Self.isCause($0.words) ? Self.cause(in: $0.member.value) : nil }.first
    }

    /// How it ended, if the state says so.
    var outcome: NotificationOutcome? { state.flatMap(Self.outcome) }

    // MARK: Fields

    /// Whether a name is that of a state: not of an earlier one.
    static func isState(_ words: [String]) -> Bool {
        words.last.map(states.contains) == true && !words.contains(where: earlier.contains)
    }

    /// Whether a name is that of a state, a severity or a cause.
    static func isPart(_ words: [String]) -> Bool {
        isState(words) || isCause(words) || words.last.map(severities.contains) == true
    }

    private static let states = ["state", "status", "conclusion", "result", "outcome", "condition"]

    private static let earlier: Set<String> = ["before", "former", "from", "last", "old", "prev", "previous", "prior"]

    private static let severities = ["severity", "level", "urgency", "priority"]

    /// What fields for a cause have if there is none.
    private static let nothings: Set<String> = ["", "-", "false", "n/a", "nil", "no", "none", "null", "ok"]

    private static func isCause(_ words: [String]) -> Bool {
        guard let last = words.last else { return false }
        if ["error", "cause", "reason", "exception"].contains(last) { return true }
        return ["message", "msg", "text", "description", "detail", "details"].contains(last)
            && words.contains { ["error", "failure", "exception"].contains($0) }
    }

    /// What flags say, when they are set and when they are not.
    private static let flags: [String: (set: UntrustedText, unset: UntrustedText?)] = [
        "success": ("succeeded", "failed"), "successful": ("succeeded", "failed"), "succeeded": ("succeeded", "failed"),
        "passed": ("passed", "failed"), "ok": ("ok", "not ok"), "healthy": ("healthy", "not healthy"),
        "failed": ("failed", nil), "failure": ("failed", nil), "firing": ("firing", nil), "resolved": ("resolved", nil),
        "recovered": ("recovered", nil), "cancelled": ("cancelled", nil), "canceled": ("cancelled", nil),
        "aborted": ("aborted", nil),
    ]

    // MARK: Values

    private static func state(of member: JSONObject.Member, _ words: [String]) -> UntrustedText? {
        if let flag = member.value.boolValue, let word = words.last, words.count == (words[0] == "is" ? 2 : 1),
            let said = flags[word]
        {
            return flag ? said.set : said.unset
        }
        guard isState(words), let text = PayloadView(member.value).asText, text.byteCount <= 40,
            !text.hasPrefix("http")
        else { return nil }
        return member.value.stringValue == nil || Int(text) != nil ? "\(UntrustedText(member.name)) \(text)" : text
    }

    private static func isSeverity(_ value: JSONValue) -> Bool {
        guard let text = value.stringValue.map({ UntrustedText($0) }) else { return false }
        return text.isVisible && text.byteCount <= 20 && Int(text) == nil
    }

    private static func cause(in value: JSONValue) -> UntrustedText? {
        let text = PayloadView(value.stringValue.map { .string($0) } ?? value["message"]).asText
        return text.flatMap { Int($0) != nil || nothings.contains($0.lowercased.verbatim) ? nil : $0 }
    }

    private static func rank(_ state: UntrustedText, _ words: [String]) -> Int {
        let place = words.last.flatMap(states.firstIndex) ?? states.count
        return outcome(of: state) == nil ? states.count + 1 + place : place
    }

    private static func outcome(of state: UntrustedText) -> NotificationOutcome? {
        switch state.lowercased {
        case "up", "healthy", "recovered": return .success
        case "down", "not ok", "not healthy", "unhealthy", "activated", "triggered", "alarm": return .failure
        default:
            let outcome = NotificationOutcome(named: state)
            return outcome == .neutral ? nil : outcome
        }
    }
}

extension JSONObject {
    /// Its first members without those that hold a credential.
    var membersWithoutCredentials: [JSONObject.Member] {
        var filter = CredentialFilter()
        return filter.members(of: JSONObject(Array(prefix(100))))
    }
}

extension UntrustedText {
    /// Whether these words are in what a line can show of it, in any case, and not within longer words.
    func mentions(_ words: UntrustedText) -> Bool {
        let (text, words) = (
            Array(prefix(1000).lowercased.verbatim.utf8), Array(words.prefix(1000).lowercased.verbatim.utf8)
        )
        var rest = text[...]
        while let range = rest.firstRange(of: words), !range.isEmpty {
            let before = range.lowerBound > 0 && text[range.lowerBound - 1].isOfWord
            let after = range.upperBound < text.count && text[range.upperBound].isOfWord
            if !before, !after { return true }
            rest = rest[(range.lowerBound + 1)...]
        }
        return false
    }
}

extension UInt8 {
    /// Whether it is a letter, a digit, or a part of a character beyond ASCII.
    fileprivate var isOfWord: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x80...: true
        default: false
        }
    }
}
