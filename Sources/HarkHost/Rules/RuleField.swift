/// What a condition of a rule asks about.
enum RuleField: String, Sendable, CaseIterable {
    case plugin, event, action, place, branch, actor, bot, label, outcome, severity, audience, subject, hours, days

    /// The words that it can be compared with; nil if any text is valid.
    var words: [String]? {
        switch self {
        case .bot: ["yes", "no"]
        case .outcome: NotificationOutcome.allCases.map(\.rawValue)
        case .severity: Severity.allCases.sorted().map(\.rawValue)
        case .audience: NotificationAudience.allCases.map(\.rawValue)
        case .days: TimeWindow.dayNames
        case .plugin, .event, .action, .place, .branch, .actor, .label, .subject, .hours: nil
        }
    }

    /// The fields that have texts.
    static let textFields: [RuleField] = [.plugin, .event, .action, .place, .branch, .actor, .subject, .label]

    /// The position among the fields that have texts; nil for one that has none.
    var textPosition: Int? { Self.textFields.firstIndex(of: self) }

    /// A condition as an example for messages.
    var example: String {
        switch self {
        case .plugin: "plugin=github"
        case .event: "event=push,pull_request"
        case .action: "action=opened"
        case .place: "place=acme/*"
        case .branch: "branch=main,release/*"
        case .actor: "actor!=*[bot]"
        case .bot: "bot=yes"
        case .label: "label=bug"
        case .outcome: "outcome=failure"
        case .severity: "severity>=error"
        case .audience: "audience!=public"
        case .subject: "subject=acme/shop#12"
        case .hours: "hours=22-07@Europe/Berlin"
        case .days: "days=sat,sun@Europe/Berlin"
        }
    }
}

/// How a condition compares.
enum RuleOperator: String, Sendable, CaseIterable {
    case equal = "="
    case notEqual = "!="
    case atLeast = ">="
    case atMost = "<="
    case above = ">"
    case below = "<"

    /// Whether it compares the ranks of two values, as only severities have them.
    var comparesRanks: Bool { self != .equal && self != .notEqual }
}
