/// Decides whether a person may run a command in a room, and explains a refusal.
struct AccessControl: Sendable {
    let rules: AccessRules
    /// Whether a person is an admin of the bot.
    let isAdmin: @Sendable (Person) -> Bool
    /// The network's name as it appears in rooms and people: nil for the default network.
    let shortened: @Sendable (NetworkName?) -> NetworkName?
    /// The canonical name of a room.
    let canonical: @Sendable (Room) -> Room
    let prefix: String

    /// Why the command must not be run; nil if it may be.
    func refusal(of command: CatalogCommand, in message: IncomingMessage) -> String? {
        let (name, isAdmin) = (command.pattern.name, isAdmin(message.sender))
        if isForAdmins(command), !isAdmin {
            return "Only admins may give \(prefix)\(name). (HARK_ADMINS lists them.)"
        }
        guard let rule = rules.rule(for: name) else { return nil }
        guard rule.who.contains(where: { $0.isMeant(message, isAdmin: isAdmin, shortened) }) else {
            let names = rule.who.map(\.description).joined(separator: ", ")
            return "\(prefix)\(name) may be given only by \(names), as HARK_ACCESS says."
        }
        guard rule.rooms.isEmpty || rule.rooms.contains(where: { isSame($0, message.room) }) else {
            let names = rule.rooms.map(\.description).joined(separator: ", ")
            return "\(prefix)\(name) may be given only in \(names), as HARK_ACCESS says."
        }
        return nil
    }

    /// Whether only admins may run it: a rule that names it may say otherwise for a command that allows that.
    func isForAdmins(_ command: CatalogCommand) -> Bool {
        command.isAdminOnly && !(command.isOpenedByRules && rules.names(command.pattern.name))
    }

    private func isSame(_ one: Room, _ other: Room) -> Bool {
        let (one, other) = (canonical(one), canonical(other))
        return one.network == other.network && one.name.utf8.elementsEqual(other.name.utf8)
    }

    /// Faults of the rules: unknown commands, and networks that the bot does not have.
    func faults(_ commands: [CatalogCommand], networks: [NetworkName]) -> [Fault] {
        let variable = HostOptions.accessSetting.variable
        let places = rules.rules.flatMap { rule in
            rule.rooms.map { ("\($0)", $0.network) } + rule.who.map { ("\($0)", $0.network) }
        }
        return unknownCommands(commands)
            + places.compactMap { HostOptions.networkFault(variable, $0.0, on: $0.1, networks) }
    }

    private func unknownCommands(_ commands: [CatalogCommand]) -> [Fault] {
        let names = commands.map(\.pattern.name)
        return rules.rules.compactMap { rule in
            guard rule.command != "*",
                !names.contains(where: { $0 == rule.command || $0.hasPrefix("\(rule.command) ") })
            else { return nil }
            let hint = Suggestion(for: rule.command, among: names).nearest.map { " Did you mean “\($0)”?" } ?? ""
            return Fault(HostOptions.accessSetting.variable, "there is no command “\(rule.command)”.\(hint)")
        }
    }
}

extension AccessControl {
    /// The access of a bot's commands (`HARK_ADMINS`, `HARK_ACCESS`).
    init(_ options: HostOptions, _ networks: NetworkRouter) {
        self.init(
            rules: options.access, isAdmin: { options.isAdmin($0, of: networks) },
            shortened: { networks.shortened($0) }, canonical: { networks.canonical($0) }, prefix: options.prefix)
    }
}

extension AccessRules.Who {
    /// The network in front of the person or group.
    fileprivate var network: NetworkName? {
        switch self {
        case .anyone, .admins: nil
        case .person(let person): person.network
        case .group(_, let network): network
        }
    }

    /// Whether the sender of a message matches. Compared by bytes: two identifiers that look alike are two people.
    fileprivate func isMeant(
        _ message: IncomingMessage, isAdmin: Bool, _ shortened: (NetworkName?) -> NetworkName?
    ) -> Bool {
        let network = shortened(message.sender.network)
        switch self {
        case .anyone: return true
        case .admins: return isAdmin
        case .person(let person):
            return shortened(person.network) == network && person.id.utf8.elementsEqual(message.sender.id.utf8)
        case .group(let name, let groupNetwork):
            return shortened(groupNetwork) == network
                && message.groups.contains { $0.utf8.elementsEqual(name.utf8) }
        }
    }
}
