/// A command as the host keeps it: a row bound to whoever has the method.
struct BoundCommand: Sendable {
    let owner: String
    let pattern: CommandPattern
    let usage: String
    let help: String
    let isAdminOnly: Bool
    let parameters: [any ParameterValue.Type]
    let isActive: @Sendable (Host) -> Bool
    let run: @Sendable (Host, Invocation, [String?]) async throws -> Message?

    /// Binds a row; nil when its pattern has a fault. `find` gives the value that has the method, or nil while its plugin
    /// is not active.
    init?<Owner>(_ command: Command<Owner>, of owner: String, in find: @escaping @Sendable (Host) -> Owner?) {
        guard let pattern = try? CommandPattern(command.pattern) else { return nil }
        self.owner = owner
        self.pattern = pattern
        usage = command.pattern
        help = command.help
        isAdminOnly = command.isAdminOnly
        parameters = command.parameters
        isActive = { find($0) != nil }
        run = { host, invocation, texts in
            guard let value = find(host) else { return nil }
            return try await command.invoke(value, invocation, texts)
        }
    }
}

/// Commands of the host or the server itself, listed beside those of the plugins.
public struct CommandSet: Sendable {
    let commands: [BoundCommand]

    /// The commands of `owner`; rows with a fault are left out.
    public init<Owner: Sendable>(_ name: String, owner: Owner, commands: [Command<Owner>]) {
        self.commands = commands.compactMap { BoundCommand($0, of: name) { _ in owner } }
    }

    init(_ commands: [BoundCommand]) { self.commands = commands }
}
