/// One row of a manifest's listeners: a pattern to look for in messages, and the method of the plugin that answers.
///
/// ```swift
/// listeners: [.matching("[A-Z]{2,10}-[0-9]+", describe)]
///
/// func describe(ticket: String) async throws -> ChatText? { try await tracker.title(of: ticket) }
/// ```
///
/// The pattern is a Swift regular expression. The method takes what its groups capture, in order; a group that may
/// capture nothing is an optional parameter. A pattern without groups passes the whole match, if the method takes one
/// value.
///
/// Only the first 1,024 bytes of a message are searched, and its first three distinct matches answered. A match that
/// was answered in a room is not answered there again within a minute, and a room gets five answers at once and then
/// one every ten seconds. The bot's own messages, other bots, history and commands are never searched.
public struct MessageListener<Owner: Sendable>: Sendable {
    /// Runs the owner's method. The texts are those of the groups, nil where one captured nothing.
    package typealias Invoke = @Sendable (Owner, Invocation, [String?]) async throws -> Message?

    /// Searches a message; nil if there is nothing to answer in it. It is called for every message, so it is fast and
    /// has no effect.
    package typealias Scan = @Sendable (Owner, IncomingMessage) -> ScannedText?

    /// How a message is searched.
    package enum Search: Sendable {
        case pattern(String, Invoke)
        case scan(Scan)
    }

    package let search: Search

    /// The types of the groups' values, in order.
    public let parameters: [any ParameterValue.Type]

    /// The regular expression; nil for a listener of a provider's links, which finds references itself.
    public var pattern: String? {
        if case .pattern(let pattern, _) = search { pattern } else { nil }
    }

    private init<each Value: ParameterValue>(
        _ pattern: String, _ types: repeat (each Value).Type, invoke: @escaping Invoke
    ) {
        search = .pattern(pattern, invoke)
        parameters = parameterTypes(repeat each types)
    }

    /// A listener that searches a message with a function, for what a regular expression cannot describe.
    package init(scan: @escaping Scan) {
        search = .scan(scan)
        parameters = []
    }

    /// A listener whose method takes what the groups captured. A match is ignored if a parameter does not accept its
    /// text.
    /// - Parameters:
    ///   - pattern: the regular expression. It must be fast for any text of 1,024 bytes.
    ///   - handler: the method; it returns an answer, or nil for none.
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

    /// A listener whose method also takes who wrote the message and where.
    /// - Parameters:
    ///   - pattern: the regular expression. It must be fast for any text of 1,024 bytes.
    ///   - handler: the method; it returns an answer, or nil for none.
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

/// What a function found in a message, and how it is answered.
package struct ScannedText: Sendable {
    /// What was found: the same text is not answered again in the room within a minute.
    package let text: String

    /// Answers it; nil for no answer.
    package let answer: @Sendable () async throws -> Message?

    package init(_ text: String, answer: @escaping @Sendable () async throws -> Message?) {
        self.text = text
        self.answer = answer
    }
}
