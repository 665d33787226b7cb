/// Runs the commands in people's messages, and returns their answers.
struct CommandRouter: Sendable {
    let commands: CommandTable
    let prefix: String
    let access: AccessControl
    let logger: Logger
    /// How long a command may run before it is cancelled.
    var limit = Self.defaultLimit

    /// Longest line that is searched for a command, in bytes of UTF-8.
    static let longestLine = 65_536

    /// The default time limit of a command.
    static let defaultLimit = Duration.seconds(30)

    /// How much of a person's text an answer repeats, in Unicode scalars.
    private static let longestEcho = 64

    /// The result of a message.
    enum Outcome: Sendable, Equatable {
        /// The message is not a command.
        case noCommand
        /// The command returned this answer.
        case answered(Message)
        /// The command returned no answer.
        case silent
        /// The command could not be run, or failed.
        case failed(Message)
    }

    /// Whether a message may be a command: it begins with the prefix, or was said to the bot.
    func isForBot(_ message: IncomingMessage) -> Bool { message.isAddressed || hasPrefix(message) }

    // Compared by bytes: a person's text may be a run of combining marks of any length.
    private func hasPrefix(_ message: IncomingMessage) -> Bool { message.text.utf8.starts(with: prefix.utf8) }

    /// Runs the command in a message.
    func outcome(of message: IncomingMessage) async -> Outcome {
        guard isForBot(message) else { return .noCommand }
        guard message.text.utf8.count <= Self.longestLine else {
            return .failed("That line is too long for a command.")
        }
        let prefixCount = hasPrefix(message) ? prefix.utf8.count : 0
        let line = CommandWords(String(Substring(message.text.utf8.dropFirst(prefixCount))))
        guard !line.isAtEnd else { return .noCommand }
        guard let (command, arguments) = commands.find(line) else { return .failed(unknown(line)) }
        if let refusal = access.refusal(of: command.row, in: message) { return .failed(Message(refusal)) }
        let isAdmin = access.isAdmin(message.sender)
        return await run(command, arguments, Invocation(message: message, isAdmin: isAdmin))
    }

    private func run(_ command: BoundCommand, _ line: CommandWords, _ invocation: Invocation) async -> Outcome {
        var line = line
        var texts: [String?] = []
        for placeholder in command.row.pattern.placeholders {
            let text = placeholder.isRest ? line.rest() : line.nextWord()
            if text == nil, !placeholder.isOptional {
                return .failed(usage(command, "<\(placeholder.name)> is missing."))
            }
            texts.append(text)
        }
        guard line.isAtEnd else { return .failed(usage(command, "There are too many arguments.")) }
        do {
            let arguments = texts
            let answer = try await TimeLimit.run(within: limit) { try await command.run(invocation, arguments) }
            return answer.map { .answered($0) } ?? .silent
        } catch let error as ParameterMismatch {
            let name = command.row.pattern.placeholders[error.position].name
            let text = error.text.scalars(upTo: Self.longestEcho)
            return .failed(usage(command, "<\(name)> must be \(error.expected), not “\(text)”."))
        } catch let error as Rejection {
            return .failed(Message(error.reason))
        } catch is TimeLimit.Exceeded {
            logger.error("command takes too long", metadata: ["command": "\(command.row.pattern.name)"])
            return .failed(
                "\(prefix)\(command.row.pattern.name) took too long: it was given up after \(limit.wholeSeconds) s.")
        } catch {
            logger.error("command failed", metadata: ["command": "\(command.row.pattern.name)", "error": "\(error)"])
            return .failed("\(prefix)\(command.row.pattern.name) failed; the log says why.")
        }
    }

    private func usage(_ command: BoundCommand, _ reason: String) -> Message {
        Message("\(reason) Usage: \(prefix)\(command.row.usage)")
    }

    private func unknown(_ line: CommandWords) -> Message {
        var rest = line
        let word = (rest.nextWord() ?? "").scalars(upTo: Self.longestEcho)
        let hint = commands.nearest(to: line).map { "Did you mean \(prefix)\($0)?" }
        return Message("There is no command \(prefix)\(word). \(hint ?? "\(prefix)help lists them all.")")
    }
}
