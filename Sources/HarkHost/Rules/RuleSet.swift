/// The operator's rules: which rooms get which notification.
///
/// - Every room of every rule that matches gets it.
/// - `mute` takes precedence over rooms.
/// - If no rule names a room for it, the rooms of its plugin get it.
/// - What is not for everybody goes only where a rule says so: see `Rule.allows`.
struct RuleSet: Sendable {
    /// The rules, in the order written.
    let rules: [Rule]

    private let table: RuleTable

    /// A set of rules.
    init(rules: [Rule]) {
        self.rules = rules
        table = RuleTable(rules.map(\.conditions))
    }

    /// No rules: every notification goes to the rooms of its plugin.
    static let empty = RuleSet(rules: [])

    /// The rooms that the rules name.
    var rooms: [Room] { rules.flatMap(\.rooms) }

    /// Chooses the rooms of a notification.
    /// - Parameters:
    ///   - facts: what is known about it.
    ///   - time: when it is announced, in seconds since 1970.
    ///   - usual: the rooms that would get it without any rule.
    func decision(_ facts: NotificationFacts, at time: Int, usual: [Room]) -> RuleDecision {
        guard !rules.isEmpty else { return .usual(usual) }
        let subject = RuleSubject(facts, at: time)
        var rooms: [Room] = []
        var lines: [Int] = []
        for rule in table.rulesMet(by: subject).lazy.map({ rules[$0] }) {
            switch rule.action {
            case .mute: return .muted(line: rule.line)
            case .onlyFailures:
                if let outcome = facts.outcome, outcome != .failure { return .muted(line: rule.line) }
            case .announce(let places):
                guard rule.allows(facts.audience) else { continue }
                lines.append(rule.line)
                for place in places {
                    switch place {
                    case .room(let room): rooms.append(room)
                    case .usual: rooms += usual
                    }
                }
            }
        }
        guard lines.isEmpty else { return .chosen(rooms.withoutRepetitions, lines: lines) }
        return facts.audience == .public ? .usual(usual) : .withheld(facts.audience)
    }
}

/// What the rules decided about a notification.
enum RuleDecision: Sendable, Hashable {
    /// No rule names a room for it: the rooms of its plugin get it.
    case usual([Room])
    /// These rooms get it, because of the rules on these lines.
    case chosen([Room], lines: [Int])
    /// Nobody gets it, because of the rule on this line.
    case muted(line: Int)
    /// Nobody gets it, because it is not for everybody and no rule says where it may go.
    case withheld(NotificationAudience)

    /// The rooms that get it; empty if none does.
    var rooms: [Room] { if case .rooms(let rooms) = choice { rooms } else { [] } }

    /// The rooms that get it, or why none does.
    var choice: RoomChoice {
        switch self {
        case .usual(let rooms), .chosen(let rooms, _): .rooms(rooms)
        case .muted(let line): .none(reason: "the rule on line \(line) mutes it")
        case .withheld(let audience): .none(reason: "it is \(audience.rawValue), and no rule says where it may go")
        }
    }
}

extension [Room] {
    /// The rooms in order, each once.
    var withoutRepetitions: [Room] {
        var seen: Set<Room> = []
        return filter { seen.insert($0).inserted }
    }
}
