/// The commands about who may do what, and where.
extension Builtins {
    /// Lists every restricted command, and who may run it where.
    func listAccess(_ invocation: Invocation) -> String {
        let lines = listing.commands.filter { $0.isActive() }.compactMap { command -> String? in
            let rule = access.rules.rule(for: command.row.pattern.name)
            guard command.row.isAdminOnly || rule != nil else { return nil }
            let who = rule.map { $0.who.map(\.description).joined(separator: ", ") }
            let people =
                access.isForAdmins(command.row) ? who.map { "admins among \($0)" } ?? "admins" : who ?? "anyone"
            let rooms = rule?.rooms.map(\.description).joined(separator: ", ") ?? ""
            let isRefused = access.refusal(of: command.row, in: invocation.message) != nil
            return "\(prefix)\(command.row.pattern.name): \(people)\(rooms.isEmpty ? "" : " in \(rooms)")"
                + (isRefused ? "" : "; you, here")
        }
        guard !lines.isEmpty else { return "Anyone may give every command anywhere." }
        return (lines.sorted() + ["Anyone may give every other command anywhere."]).joined(separator: "\n")
    }

    /// Shows the room and the person who asks, as settings write them.
    func whereAmI(_ invocation: Invocation) -> ChatText {
        let message = invocation.message
        let room = Room(named: message.room.name, on: message.room.network ?? networks.names.first)
        let person = Person(id: message.sender.id, on: message.sender.network ?? networks.names.first)
        let groups = message.groups.sorted().map { "@\($0)" }.joined(separator: ", ")
        var text: ChatText =
            "This room is \(room.description), for HARK_ROOMS. You are \(person.settingText), for HARK_ADMINS"
        text += groups.isEmpty ? "." : ", and \(groups) here, for HARK_ACCESS."
        return text
    }

    /// Says who whoever asks is to the bot, and whom of `HARK_PEOPLE` it takes them for.
    func whoAmI(_ invocation: Invocation) -> ChatText {
        let message = invocation.message
        let rank: ChatText = invocation.isAdmin ? "an admin" : "a guest"
        let answer: ChatText = "You are \(message.sender.displayName), \(rank) in \(invocation.room.description)."
        let people = mentions.people.book
        guard !people.entries.isEmpty, let network = message.sender.network ?? networks.names.first else {
            return answer
        }
        let variable = ChatText(HostOptions.peopleSetting.variable)
        guard let entry = people.entry(withAccount: message.sender.id, on: network) else {
            let account = Person(id: message.sender.id, on: network).settingText
            return """
                \(answer) \(variable) does not name you; with a line such as “ada = github:ada-l \(account)” there, \
                notifications that concern you mention you.
                """
        }
        let accounts = ChatText(entry.accounts.map { "\(code: UntrustedText($0.description))" })
        let effect: ChatText =
            mentions.allows(message.room)
            ? "Notifications that concern you mention you here."
            : "Notifications do not mention you here; \(ChatText(HostOptions.mentionsSetting.variable)) names the rooms."
        return "\(answer) In \(variable) you are \(entry.name): \(accounts). \(effect)"
    }
}
