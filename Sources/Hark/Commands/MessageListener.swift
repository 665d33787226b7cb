/// One row of a manifest's listeners: what is looked for in what people say, and the method of the plugin that answers
/// it.
///
/// ```swift
/// listeners: [.matching("[A-Z]{2,10}-[0-9]+", describe)]
///
/// func describe(ticket: String) async throws -> ChatText? { try await tracker.title(of: ticket) }
/// ```
///
/// The pattern is a regular expression of Swift. What its groups capture are the values of the method, in their order; a
/// group that may capture nothing is an optional. A pattern without groups gives the whole match, if the method takes it.
///
/// Of one message the first three different matches are answered, in its first 1,024 bytes. What was answered in a room
/// is not answered there again within a minute, and a room hears five answers at once and then one each ten seconds. The
/// bot's own words, other bots, history and commands are never looked at.
public struct MessageListener<Owner: Sendable>: Sendable {
    /// Runs the owner's method. The texts are those of the groups, nil where one captured nothing.
    package typealias Invoke = @Sendable (Owner, Invocation, [String?]) async throws -> Message?

    /// The regular expression.
    public let pattern: String

    /// The types of the values that the groups are read as, in order.
    public let parameters: [any ParameterValue.Type]

    package let invoke: Invoke

    private init<each Value: ParameterValue>(
        _ pattern: String, _ types: repeat (each Value).Type, invoke: @escaping Invoke
    ) {
        self.pattern = pattern
        parameters = parameterTypes(repeat each types)
        self.invoke = invoke
    }

    /// A listener whose method takes what the groups captured. A match with a text that a parameter does not take is no
    /// match.
    /// - Parameters:
    ///   - pattern: the regular expression. It must not take long for any text of 1,024 bytes.
    ///   - handler: the method; it says something, or nothing by returning nil.
    public static func matching<Answer: ChatReply, each Value: ParameterValue>(
        _ pattern: String,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (repeat each Value) async throws -> Answer
    ) -> MessageListener {
        MessageListener(pattern, repeat (each Value).self) { owner, _, texts in
            var binding = ParameterBinding(texts)
            let values = (repeat try binding.next((each Value).self))
            return try await handler(owner)(repeat each values).message()
        }
    }

    /// A listener whose method also takes who said it and where.
    /// - Parameters:
    ///   - pattern: the regular expression. It must not take long for any text of 1,024 bytes.
    ///   - handler: the method; it says something, or nothing by returning nil.
    public static func matching<Answer: ChatReply, each Value: ParameterValue>(
        _ pattern: String,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (Invocation, repeat each Value) async throws -> Answer
    ) -> MessageListener {
        MessageListener(pattern, repeat (each Value).self) { owner, invocation, texts in
            var binding = ParameterBinding(texts)
            let values = (repeat try binding.next((each Value).self))
            return try await handler(owner)(invocation, repeat each values).message()
        }
    }
}
