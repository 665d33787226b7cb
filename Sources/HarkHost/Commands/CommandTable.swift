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
