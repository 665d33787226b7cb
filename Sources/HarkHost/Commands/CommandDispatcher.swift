/// Turns what people say into commands, and what commands answer into messages.
struct CommandDispatcher: Sendable {
    let host: Host
    let prefix: String
    let admins: Set<String>

    /// Longest line that is looked at for a command, in bytes of UTF-8.
    static let longestLine = 65_536

    /// What the bot says to a message: nil when it is no command, or when the command says nothing.
    func answer(to message: IncomingMessage) async -> Message? {
        guard message.text.hasPrefix(prefix) else { return nil }
        guard message.text.utf8.count <= Self.longestLine else { return "That line is too long for a command." }
        let line = CommandWords(String(message.text.dropFirst(prefix.count)))
        guard !line.isAtEnd else { return nil }
        guard let (command, arguments) = host.commands.find(line, in: host) else { return unknown(line) }
        let isAdmin = admins.contains(message.sender.id) || host.chatBackend.isOwner(message.sender)
        guard !command.isAdminOnly || isAdmin else {
            return "Only admins may give \(prefix)\(command.pattern.name). (HARK_ADMINS lists them.)"
        }
        return await run(command, arguments, Invocation(message: message, isAdmin: isAdmin))
    }

    private func run(_ command: BoundCommand, _ line: CommandWords, _ invocation: Invocation) async -> Message? {
        var line = line
        var texts: [String?] = []
        for placeholder in command.pattern.placeholders {
            let text = placeholder.isRest ? line.rest() : line.nextWord()
            if text == nil, !placeholder.isOptional { return usage(command, "<\(placeholder.name)> is missing.") }
            texts.append(text)
        }
        guard line.isAtEnd else { return usage(command, "There is more than it takes.") }
        do {
            return try await command.run(host, invocation, texts)
        } catch let error as ParameterMismatch {
            let name = command.pattern.placeholders[error.position].name
            return usage(command, "<\(name)> must be \(error.expected), not “\(error.text)”.")
        } catch let error as Rejection {
            return Message(error.reason)
        } catch {
            host.logger.error("command failed", metadata: ["command": "\(command.pattern.name)", "error": "\(error)"])
            return "\(prefix)\(command.pattern.name) failed; the log says why."
        }
    }

    private func usage(_ command: BoundCommand, _ reason: String) -> Message {
        Message("\(reason) Usage: \(prefix)\(command.usage)")
    }

    private func unknown(_ line: CommandWords) -> Message {
        var rest = line
        let word = String((rest.nextWord() ?? "").prefix(64))
        let hint = host.commands.nearest(to: line, in: host).map { "Did you mean \(prefix)\($0)?" }
        return Message("There is no command \(prefix)\(word). \(hint ?? "\(prefix)help lists them all.")")
    }
}
