/// All commands of the bot, found by the words that name them.
struct CommandTable: Sendable {
    let commands: [BoundCommand]
    /// Most words of a name.
    private let longest: Int
    /// Most bytes of a word that can be part of a name; a longer one is not looked at.
    private static let longestWord = 128
    private let byName: [String: Int]

    init(_ commands: [BoundCommand]) {
        self.commands = commands
        longest = commands.map(\.pattern.words.count).max() ?? 0
        byName = Dictionary(commands.indices.map { (commands[$0].pattern.name, $0) }) { first, _ in first }
    }

    /// Two commands of one name; the second could never be given.
    var faults: [Fault] {
        var owners: [String: String] = [:]
        return commands.compactMap { command in
            let name = command.pattern.name
            guard let first = owners.updateValue(command.owner, forKey: name) else { return nil }
            return Fault("command “\(name)”", "both \(first) and \(command.owner) declare it; rename one of them.")
        }
    }

    /// The command that a line gives, by the longest name that fits, and the words after its name.
    func find(_ line: CommandWords, in host: Host) -> (command: BoundCommand, arguments: CommandWords)? {
        var rest = line
        var name = ""
        var found: (BoundCommand, CommandWords)?
        for _ in 0..<longest {
            guard let word = rest.nextWord(), word.utf8.count <= Self.longestWord else { break }
            name += (name.isEmpty ? "" : " ") + word.lowercased()
            if let index = byName[name], commands[index].isActive(host) { found = (commands[index], rest) }
        }
        return found
    }

    /// The known name that is nearest to the start of a line.
    func nearest(to line: CommandWords, in host: Host) -> String? {
        let names = commands.filter { $0.isActive(host) }.map(\.pattern.name)
        var rest = line
        var typed: [String] = []
        while typed.count < longest, let word = rest.nextWord(), word.utf8.count <= Self.longestWord {
            typed.append(word)
        }
        for count in stride(from: typed.count, to: 0, by: -1) {
            let start = typed.prefix(count).joined(separator: " ")
            if let name = Suggestion(for: start, among: names).nearest { return name }
        }
        return typed.first.flatMap { start in names.first { $0.hasPrefix(start.lowercased()) } }
    }
}

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

    /// Binds a row; nil when its pattern has a fault. `find` gives the value that has the method, or nil while its
    /// plugin is not active.
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
