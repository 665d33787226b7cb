/// What a command may return: `String` (plain text), `Message`, or an optional of them (nil says nothing).
public protocol ChatReply: Sendable {
    /// The message to say where the command was given.
    func message() -> Message?
}

extension String: ChatReply {
    public func message() -> Message? { Message(self) }
}

extension Message: ChatReply {
    public func message() -> Message? { self }
}

extension Optional: ChatReply where Wrapped: ChatReply {
    public func message() -> Message? { self?.message() }
}
