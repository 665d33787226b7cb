import Hark

/// What became of one field of an issue (developer.atlassian.com/cloud/jira/platform/webhooks, "changelog").
struct Change {
    /// Fields that move with every click, or that are told as worklogs.
    private static let quiet: Set = ["Rank", "WorklogId", "timespent", "timeestimate"]

    /// Fields of texts too long to quote.
    private static let long: Set = ["description", "environment"]

    private let field: String
    private let old: String?
    private let new: String?

    /// A field that changed from one text to another.
    init(of field: String, from old: String?, to new: String?) {
        self.field = field
        self.old = old
        self.new = new
    }

    /// The changes of a changelog that are worth telling.
    static func all(in changelog: Facts) -> [Change] {
        changelog.items.list.map { Change(of: $0.field.text ?? "?", from: $0.fromString.text, to: $0["toString"].text) }
            .filter { !quiet.contains($0.field) }
    }

    /// As many as three changes, and how many there are besides.
    static func words(_ changes: [Change]) -> Words {
        let more = changes.count - 3
        let told = Words(changes.prefix(3).map(\.words))
        return more > 0 ? "\(told) and \(more) more" : told
    }

    private var words: Words {
        if Self.long.contains(field) { return "\(field)" }
        return switch (old, new) {
        case (let old?, let new?): "\(field) \(old) → \(new)"
        case (nil, let new?): "\(field) → \(new)"
        case (let old?, nil): "\(field) no longer \(old)"
        case (nil, nil): "\(field)"
        }
    }
}
