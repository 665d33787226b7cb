/// All commands of the bot, found by the words that name them.
struct CommandTable: Sendable {
    let commands: [BoundCommand]
    /// The number of words in the longest name.
    private let longest: Int
    /// Longest word of a name, in bytes; a longer word is never looked up.
    private static let longestWord = 128
    private let byName: [String: Int]

    init(_ commands: [BoundCommand]) {
        self.commands = commands
        longest = commands.map(\.row.pattern.words.count).max() ?? 0
        byName = Dictionary(commands.indices.map { (commands[$0].row.pattern.name, $0) }) { first, _ in first }
    }

    /// The command with the longest matching name, and the words after its name.
    func find(_ line: CommandWords) -> (command: BoundCommand, arguments: CommandWords)? {
        var rest = line
        var name = ""
        var found: (BoundCommand, CommandWords)?
        for _ in 0..<longest {
            guard let word = rest.nextWord(), word.utf8.count <= Self.longestWord else { break }
            name += (name.isEmpty ? "" : " ") + word.lowercased()
            if let index = byName[name], commands[index].isActive() { found = (commands[index], rest) }
        }
        return found
    }

    /// The known name that is closest to the start of a line.
    func nearest(to line: CommandWords) -> String? {
        let names = commands.filter { $0.isActive() }.map(\.row.pattern.name)
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

/// A command bound to the value that has its method.
struct BoundCommand: Sendable {
    let row: CatalogCommand
    let isActive: @Sendable () -> Bool
    let run: @Sendable (Invocation, [String?]) async throws -> Message?

    /// Binds a row. `find` returns the value that has the method, or nil while its plugin is not active.
    init<Owner>(_ row: CatalogCommand, _ command: Command<Owner>, in find: @escaping @Sendable () -> Owner?) {
        self.row = row
        isActive = { find() != nil }
        run = { invocation, texts in
            guard let value = find() else { return nil }
            return try await command.invoke(value, invocation, texts)
        }
    }

    /// A row that can be listed but not run.
    init(listing row: CatalogCommand) {
        self.row = row
        isActive = { true }
        run = { _, _ in nil }
    }
}

/// Commands of the host or the server itself, in addition to those of the plugins.
package struct CommandSet: Sendable {
    let commands: [BoundCommand]

    /// The commands of `owner`; rows with a fault are left out.
    package init<Owner: Sendable>(_ name: String, owner: Owner, commands: [Command<Owner>]) {
        self.commands = commands.compactMap { command in
            (try? CatalogCommand(command, of: name)).map { BoundCommand($0, command) { owner } }
        }
    }

    init(_ commands: [BoundCommand]) { self.commands = commands }
}
