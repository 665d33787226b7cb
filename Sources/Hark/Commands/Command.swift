/// One row of a manifest's command table, and the method of the plugin that answers it.
///
/// ```swift
/// .command("greet <name> [<times>]", help: "Greets someone by name.", greet)
///
/// func greet(name: String, times: Int?) -> String {
///     Array(repeating: "Hello \(name).", count: min(times ?? 1, 3)).joined(separator: " ")
/// }
/// ```
///
/// The pattern is words to type, then placeholders: `<name>` is one word (or several in double quotes), `[<name>]` one
/// that may be left out (its parameter is an optional), and `<rest...>`, last, everything up to the end of the line.
public struct Command<Owner: Sendable>: Sendable {
    /// Runs the owner's method. The texts are the values of the pattern's placeholders, nil where one was left out.
    package typealias Invoke = @Sendable (Owner, Invocation, [String?]) async throws -> Message?

    /// The words and placeholders, without the prefix.
    public let pattern: String

    /// One sentence for `!help`.
    public let help: String

    /// Whether only the bot's admins may run it.
    public let isAdminOnly: Bool

    /// Whether a rule of `HARK_ACCESS` that names it lets others than admins run it.
    public private(set) var isOpenedByRules = false

    /// The types of the placeholders' values, in order.
    public let parameters: [any ParameterValue.Type]

    package let invoke: Invoke

    private init<each Value: ParameterValue>(
        _ pattern: String,
        _ help: String,
        _ adminOnly: Bool,
        _ types: repeat (each Value).Type,
        invoke: @escaping Invoke
    ) {
        self.pattern = pattern
        self.help = help
        self.isAdminOnly = adminOnly
        self.parameters = parameterTypes(repeat each types)
        self.invoke = invoke
    }

    /// The same command for admins, or for those whom a rule of `HARK_ACCESS` with its name lists instead. Rules cannot
    /// open a command that is only `adminOnly`.
    public func openedByRules() -> Command {
        var command = self
        command.isOpenedByRules = true
        return command
    }

    /// A command whose method takes the placeholders' values and returns an answer.
    public static func command<Answer: ChatReply, each Value: ParameterValue>(
        _ pattern: String,
        help: String,
        adminOnly: Bool = false,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (repeat each Value) async throws -> Answer
    ) -> Command {
        Command(pattern, help, adminOnly, repeat (each Value).self) { owner, _, texts in
            var binding = ParameterBinding(texts)
            let values = (repeat try binding.next((each Value).self))
            return try await handler(owner)(repeat each values).message()
        }
    }

    /// A command whose method takes the placeholders' values and returns nothing.
    public static func command<each Value: ParameterValue>(
        _ pattern: String,
        help: String,
        adminOnly: Bool = false,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (repeat each Value) async throws -> Void
    ) -> Command {
        Command(pattern, help, adminOnly, repeat (each Value).self) { owner, _, texts in
            var binding = ParameterBinding(texts)
            let values = (repeat try binding.next((each Value).self))
            try await handler(owner)(repeat each values)
            return nil
        }
    }

    /// A command whose method also takes who ran it and where, and returns an answer.
    public static func command<Answer: ChatReply, each Value: ParameterValue>(
        _ pattern: String,
        help: String,
        adminOnly: Bool = false,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (Invocation, repeat each Value) async throws -> Answer
    ) -> Command {
        Command(pattern, help, adminOnly, repeat (each Value).self) { owner, invocation, texts in
            var binding = ParameterBinding(texts)
            let values = (repeat try binding.next((each Value).self))
            return try await handler(owner)(invocation, repeat each values).message()
        }
    }

    /// A command whose method also takes who ran it and where, and returns nothing.
    public static func command<each Value: ParameterValue>(
        _ pattern: String,
        help: String,
        adminOnly: Bool = false,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (Invocation, repeat each Value) async throws -> Void
    ) -> Command {
        Command(pattern, help, adminOnly, repeat (each Value).self) { owner, invocation, texts in
            var binding = ParameterBinding(texts)
            let values = (repeat try binding.next((each Value).self))
            try await handler(owner)(invocation, repeat each values)
            return nil
        }
    }
}

/// What a command may return: `String` (plain text), `ChatText`, `Message`, or an optional of them (nil sends nothing).
public protocol ChatReply: Sendable {
    /// The message to send where the command was given.
    func message() -> Message?
}

extension String: ChatReply {
    public func message() -> Message? { Message(self) }
}

extension ChatText: ChatReply {
    public func message() -> Message? { Message(self) }
}

extension Message: ChatReply {
    public func message() -> Message? { self }
}

extension Optional: ChatReply where Wrapped: ChatReply {
    public func message() -> Message? { self?.message() }
}

/// Who ran a command, where, and the message that it came in.
public struct Invocation: Sendable {
    /// The message that contained the command.
    public let message: IncomingMessage

    /// Whether its sender is one of the bot's admins.
    public let isAdmin: Bool

    /// An invocation; the host creates it, and a test that calls a command's method may do so too.
    public init(message: IncomingMessage, isAdmin: Bool) {
        self.message = message
        self.isAdmin = isAdmin
    }

    /// Who ran the command.
    public var sender: Person { message.sender }

    /// Where it was given.
    public var room: Room { message.room }
}
