/// The facts of one notification as rules compare them: texts as bytes in lower case, prepared once for all rules.
struct RuleSubject {
    /// Longest text that is compared, in bytes; a longer one is cut. No provider has longer names.
    static let longestText = 256

    let facts: NotificationFacts
    /// When it is announced, in seconds since 1970.
    let time: Int

    /// All texts, one after the other.
    private(set) var bytes: [UInt8] = []
    /// Where each text is in `bytes`.
    private(set) var texts: [Range<Int>] = []
    /// Where the texts of each field are in `texts`, by `RuleField.textPosition`; none of a field that is unknown.
    private(set) var fields: [Range<Int>] = []

    /// Prepares facts.
    init(_ facts: NotificationFacts, at time: Int) {
        self.facts = facts
        self.time = time
        bytes.reserveCapacity(256)
        texts.reserveCapacity(RuleField.textFields.count + facts.labels.count + 1)
        fields.reserveCapacity(RuleField.textFields.count)
        for field in RuleField.textFields {
            let first = texts.count
            addTexts(of: field)
            fields.append(first..<texts.count)
        }
    }

    private mutating func addTexts(of field: RuleField) {
        switch field {
        case .plugin: add(UntrustedText(bounded: facts.plugin))
        case .event:
            // The event with `_` instead of spaces, alone and with its action: `issues`, `issues.opened`.
            guard let event = facts.event else { return }
            add(event, isEvent: true)
            guard let action = facts.action else { return }
            let start = bytes.count
            for index in texts[texts.count - 1] { bytes.append(bytes[index]) }
            bytes.append(UInt8(ascii: "."))
            append(action)
            texts.append(start..<bytes.count)
        case .action: add(facts.action)
        case .place: add(facts.place)
        case .branch: add(facts.branch)
        case .actor: add(facts.actor)
        case .subject: add(facts.subject)
        case .label: for label in facts.labels { add(label) }
        case .bot, .outcome, .severity, .audience, .hours, .days: break
        }
    }

    private mutating func add(_ text: UntrustedText?, isEvent: Bool = false) {
        guard let text else { return }
        let start = bytes.count
        append(text, isEvent: isEvent)
        texts.append(start..<bytes.count)
    }

    private mutating func append(_ text: UntrustedText, isEvent: Bool = false) {
        let text = text.verbatim.utf8.span
        for index in 0..<min(text.count, Self.longestText) {
            let byte = text[index]
            bytes.append(isEvent && byte == UInt8(ascii: " ") ? UInt8(ascii: "_") : byte.asciiLowercased)
        }
    }

    /// Whether one of a field's texts satisfies a condition; false for a field without texts.
    func hasText(of field: RuleField, where isMet: (Span<UInt8>) -> Bool) -> Bool {
        guard let position = field.textPosition else { return false }
        let bytes = bytes.span
        for index in fields[position] where isMet(bytes.extracting(texts[index])) { return true }
        return false
    }

    /// What a field is, for an explanation.
    func description(of field: RuleField) -> String {
        let shown = { (text: UntrustedText?) in text.map { "“\($0.sanitized(to: 80))”" } ?? "unknown" }
        return switch field {
        case .plugin: "“\(facts.plugin)”"
        case .event:
            facts.action.map { "“\(facts.event?.sanitized(to: 80) ?? "").\($0.sanitized(to: 80))”" }
                ?? shown(facts.event)
        case .action: shown(facts.action)
        case .place: shown(facts.place)
        case .branch: shown(facts.branch)
        case .actor: shown(facts.actor)
        case .label:
            facts.labels.isEmpty ? "none" : facts.labels.map { "“\($0.sanitized(to: 80))”" }.joined(separator: ", ")
        case .subject: shown(facts.subject)
        case .bot: facts.isBot ? "yes" : "no"
        case .outcome: facts.outcome?.rawValue ?? "unknown"
        case .severity: facts.severity?.rawValue ?? "unknown"
        case .audience: facts.audience.rawValue
        case .hours, .days: "another time"
        }
    }
}
