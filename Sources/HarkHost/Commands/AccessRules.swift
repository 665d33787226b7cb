/// Who may give which command where (`HARK_ACCESS`): one rule a line, or several separated by `;`.
///
/// ```
/// deploy       = slack:U024BE7LH irc:ada in #ops
/// webhook test = admins in #ops slack:#dev
/// *            = anyone in #ops #dev
/// ```
///
/// For each command, the rule with the longest name that the command begins with applies; `*` is for commands without
/// one. A command without any rule is open to anyone anywhere. A rule only narrows: for an admin command, it selects
/// among the admins, unless the command is one that rules open (`Command.openedByRules()`).
struct AccessRules: Sendable, Hashable {
    /// A person or group that a rule names.
    enum Who: Sendable, Hashable {
        case anyone
        case admins
        /// Written `irc:ada`.
        case person(Person)
        /// A group or role that the network itself guarantees, written `@op` or `discord:@82734`.
        case group(String, on: NetworkName?)
    }

    /// One rule.
    struct Rule: Sendable, Hashable {
        /// The command's name, or its first words, in lower case; `*` for all commands without a rule.
        let command: String
        let who: [Who]
        /// The rooms in which the command may be run; empty for all.
        let rooms: [Room]
    }

    let rules: [Rule]

    /// Whether a rule names a command, or its first words.
    func names(_ command: String) -> Bool { rule(for: command).map { $0.command != "*" } ?? false }

    /// The rule that applies to a command.
    func rule(for command: String) -> Rule? {
        let fitting = rules.filter { $0.command == command || command.hasPrefix("\($0.command) ") }
        return fitting.max { $0.command.utf8.count < $1.command.utf8.count } ?? rules.first { $0.command == "*" }
    }
}

extension AccessRules: SettingValue {
    init(settingText: String) throws(SettingMismatch) {
        var rules: [Rule] = []
        for line in settingText.split(whereSeparator: { $0 == ";" || $0 == "\n" || $0 == "\r\n" }) {
            let text = line.trimmingSpaces
            guard !text.isEmpty, !text.hasPrefix("#") else { continue }
            let rule = try Rule(text)
            guard !rules.contains(where: { $0.command == rule.command }) else {
                throw SettingMismatch(expected: "one rule for each command, and “\(rule.command)” has two")
            }
            rules.append(rule)
        }
        self.rules = rules
    }

    var settingText: String { rules.map(\.description).joined(separator: "; ") }

    static var settingTypeName: String { "rules" }
}

extension AccessRules.Rule: CustomStringConvertible {
    /// Reads a rule: `deploy = irc:ada in #ops`.
    fileprivate init(_ text: Substring) throws(SettingMismatch) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let names = parts[0].split(separator: " ").joined(separator: " ").lowercased()
        guard parts.count == 2, !names.isEmpty else {
            throw SettingMismatch(
                expected: "rules such as “deploy = irc:ada in #ops”, and “\(text)” has no “=” with a command before it")
        }
        let words = parts[1].split(whereSeparator: \.isWhitespace)
        let end = words.firstIndex(of: "in") ?? words.endIndex
        let (who, rooms) = (words[..<end], words[end...].dropFirst())
        guard !who.isEmpty, end == words.endIndex || !rooms.isEmpty else {
            throw SettingMismatch(
                expected: "rules such as “deploy = irc:ada in #ops”, and “\(text)” lacks people, or rooms after “in”"
            )
        }
        command = names
        self.who = who.map { AccessRules.Who(String($0)) }
        self.rooms = rooms.map { Room(String($0)) }
    }

    var description: String {
        let place = rooms.isEmpty ? "" : " in \(rooms.map(\.description).joined(separator: " "))"
        return "\(command) = \(who.map(\.description).joined(separator: " "))\(place)"
    }
}

extension AccessRules.Who: CustomStringConvertible {
    fileprivate init(_ word: String) {
        switch word.lowercased() {
        case "anyone": self = .anyone
        case "admins": self = .admins
        default:
            // Parsed like a room, which tells a network's prefix from other colons.
            let place = Room(word)
            // On Matrix, a person's name begins with @ and contains a colon.
            let isGroup = place.name.hasPrefix("@") && !place.name.contains(":")
            self =
                isGroup
                ? .group(String(place.name.dropFirst()), on: place.network)
                : .person(Person(id: place.name, on: place.network))
        }
    }

    var description: String {
        switch self {
        case .anyone: "anyone"
        case .admins: "admins"
        case .person(let person): person.settingText
        case .group(let name, let network): "\(network.map { "\($0):" } ?? "")@\(name)"
        }
    }
}
