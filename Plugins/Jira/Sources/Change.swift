import HarkEvents

/// A change to one field of an issue (developer.atlassian.com/cloud/jira/platform/webhooks, "changelog").
struct Change {
    /// Longest field value that is announced, in bytes of UTF-8: a line has room for three changes.
    private static let limit = 60

    /// Fields that change constantly, or that are announced as worklogs.
    private static let quiet: Set<UntrustedText> = ["Rank", "WorklogId", "timespent", "timeestimate"]

    /// Fields whose texts are too long to quote.
    private static let long: Set<UntrustedText> = ["description", "environment"]

    private let field: UntrustedText
    private let old: UntrustedText?
    private let new: UntrustedText?

    /// A change of a field from one text to another.
    init(of field: UntrustedText, from old: UntrustedText?, to new: UntrustedText?) {
        self.field = field
        self.old = old
        self.new = new
    }

    /// The relevant changes of a changelog, with that of the state first.
    static func all(in changelog: PayloadView) -> [Change] {
        let all = changelog.items.asList.map { item in
            Change(of: item.field.asText ?? "?", from: text(item.fromString, item), to: text(item["toString"], item))
        }
        let announced = all.filter { !quiet.contains($0.field) }
        return announced.filter { $0.field == "status" } + announced.filter { $0.field != "status" }
    }

    /// A value of a change. A field that a site adds may have a text in wiki markup.
    private static func text(_ value: PayloadView, _ item: PayloadView) -> UntrustedText? {
        let isPerson = ["assignee", "creator", "reporter"].contains(item.field.asText)
        let text = isPerson ? value.asPersonName.asText : value.asText
        return item.fieldtype.asText == "custom" ? text?.shownJiraMarkup { _ in nil } : text
    }

    /// Whether it is a change or the deletion of a comment.
    var isOfComment: Bool { field == "Comment" }

    /// Whether there is no value any more.
    var isDeletion: Bool { new == nil }

    /// Up to three changes, and the number of others.
    static func words(_ changes: [Change]) -> ChatText {
        let more = changes.count - 3
        let announced = ChatText(changes.prefix(3).map(\.words))
        return more > 0 ? "\(announced) and \(more) more" : announced
    }

    private var words: ChatText {
        if isOfComment { return isDeletion ? "a comment was deleted" : "a comment was changed" }
        if Self.long.contains(field) || isCredential { return "\(field)" }
        return switch (shown(old), shown(new)) {
        case (let old?, let new?): "\(name) \(old) → \(new)"
        case (nil, let new?): "\(name) → \(new)"
        case (let old?, nil): "\(name) no longer \(old)"
        case (nil, nil): "\(name)"
        }
    }

    /// Whether the field is named like a credential: `API key`.
    private var isCredential: Bool {
        [old, new].contains { $0.map { CredentialFilter.isCredential(field.verbatim, .string($0.verbatim)) } ?? false }
    }

    /// The field's name as on an issue's page.
    private var name: ChatText {
        switch field {
        case "duedate": "due date"
        case "timeoriginalestimate": "original estimate"
        default: "\(field)"
        }
    }

    /// A value in its usual form: a day without midnight, a duration instead of seconds, a short text.
    private func shown(_ text: UntrustedText?) -> ChatText? {
        guard let text else { return nil }
        switch field {
        case "duedate": return "\(text.prefix("2026-01-31".utf8.count))"
        case "timeoriginalestimate":
            let duration: ChatText = "\(Int(text).map { .seconds($0) }, after: "")"
            return duration.isEmpty ? "\(text)" : duration
        default: return "\(text.sanitized(to: Self.limit))"
        }
    }
}
