import HarkEvents

/// An object within a payload in a few words: its name, its message, its state, how bad it is and why, as far as it has
/// them: `Kettle: is empty (open, high)`.
struct ObjectDescription {
    /// The words; nil if there are none.
    let words: UntrustedText?

    /// Whether the words say what the object is, so that its other fields need not be read.
    let isWhole: Bool

    /// The fields that need not be read again.
    let readNames: Set<String>

    /// Whether the words say in which state it is.
    let hasState: Bool

    /// The description of an object.
    /// - Parameters:
    ///   - members: its members, which hold no credentials.
    ///   - name: the name of the field that it is in.
    init(of members: [JSONObject.Member], named name: String) {
        let fields = members.map {
            (name: $0.name, key: FieldName($0.name).words.joined(separator: "_"), value: $0.value)
        }
        let field = { (keys: [String]) in
            keys.lazy.compactMap { key in
                fields.lazy.filter { $0.key == key }.compactMap { field in
                    PayloadView(field.value).asText.map { (name: field.name, text: $0) }
                }.first
            }.first
        }
        let condition = Condition(of: members)
        let isPerson = FieldName(name).words.last.map(Self.people.contains) == true
        let account = field(Self.accounts)
        let title = field(Self.names) ?? (isPerson ? account : nil)
        let parts = [title, field(Self.messages)].compactMap { $0?.text }
        hasState = condition.state != nil
        isWhole = !parts.isEmpty
        guard isWhole else {
            // An account alone hardly says what anything but a person is.
            readNames = Set([condition.stateName, account?.name].compactMap(\.self))
            words = account.map { Self.words($0.text, in: condition) } ?? condition.state
            return
        }
        readNames = []
        words = Self.words(parts.joined(separator: ": "), in: condition)
    }

    private static func words(_ name: UntrustedText, in condition: Condition) -> UntrustedText {
        let adjectives = [condition.state, condition.severity].compactMap(\.self).filter { !name.mentions($0) }
            .map { UntrustedText($0.sanitized(to: 20)) }
        let cause = condition.cause.flatMap { name.mentions($0) ? nil : $0 }
        if adjectives.isEmpty, cause == nil { return name }
        let state = adjectives.isEmpty ? "" : " (\(adjectives.joined(separator: ", ")))"
        return "\(name.sanitized(to: 60))\(state)\(cause.map { ": \($0.sanitized(to: 50))" } ?? "")"
    }

    /// What objects are called in the payloads of code hosts, registries, trackers and monitors, the fullest name
    /// first.
    private static let names = [
        "full_name", "repo_full_name", "path_with_namespace", "repo_name", "title", "topic_title", "display_name",
        "name",
        "alert_rule", "alert_name", "rule_name", "check_name", "monitor_name", "job_name", "summary", "subject",
    ]

    private static let accounts = ["login", "username", "user_name"]

    private static let messages = ["message", "msg", "text", "description", "raw"]

    /// What people are called who have to do with something.
    private static let people: Set<String> = [
        "account", "actor", "assignee", "author", "by", "closer", "commenter", "committer", "contact", "creator",
        "customer", "employee", "from", "member", "operator", "organization", "owner", "person", "player", "profile",
        "pusher", "recipient", "reporter", "requester", "reviewer", "sender", "submitter", "user",
    ]
}
