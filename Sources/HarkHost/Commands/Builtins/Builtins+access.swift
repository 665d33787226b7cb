extension Builtins {
    /// Lists every restricted command, and who may run it where.
    func listAccess(_ invocation: Invocation) -> String {
        let lines = listing.commands.filter { $0.isActive() }.compactMap { command -> String? in
            let rule = access.rules.rule(for: command.row.pattern.name)
            guard command.row.isAdminOnly || rule != nil else { return nil }
            let who = rule.map { $0.who.map(\.description).joined(separator: ", ") }
            let people = command.row.isAdminOnly ? who.map { "admins among \($0)" } ?? "admins" : who ?? "anyone"
            let rooms = rule?.rooms.map(\.description).joined(separator: ", ") ?? ""
            let isRefused = access.refusal(of: command.row, in: invocation.message) != nil
            return "\(prefix)\(command.row.pattern.name): \(people)\(rooms.isEmpty ? "" : " in \(rooms)")"
                + (isRefused ? "" : "; you, here")
        }
        guard !lines.isEmpty else { return "Anyone may give every command anywhere." }
        return (lines.sorted() + ["Anyone may give every other command anywhere."]).joined(separator: "\n")
    }
}
