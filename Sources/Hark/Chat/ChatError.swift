/// Why a network did not take a message.
public struct ChatError: Error, Sendable, Hashable {
    /// What can be done about it.
    public enum Kind: Sendable, Hashable {
        /// Nothing is wrong with the message: it may be sent again.
        case transient
        /// Too many messages; the network accepts the next one after this time, if it names one.
        case rateLimited(retryAfter: Duration?)
        /// The network does not accept the bot's credentials, or no longer does.
        case unauthorized
        /// There is no such room.
        case noSuchRoom
        /// The bot is not a member of the room and has to be invited first.
        case notAMember
        /// The text is longer than the network accepts; `limit` is in the network's own unit.
        case tooLong(limit: Int)
        /// The network rejects this message for another reason.
        case refused
    }

    /// What can be done about it.
    public let kind: Kind

    /// A sentence that says what is wrong, and how to fix it where that is possible. It never contains a token.
    public let reason: String

    /// Whether the network may have received the message although it did not confirm it: the connection was lost after
    /// the message had been sent. Within `NetworkCapabilities.keyLifetime` it is sent again with the same key; after
    /// that at most once more, marked as a possible repetition.
    public let mayHaveArrived: Bool

    /// An error of a kind.
    public init(_ kind: Kind, _ reason: String, mayHaveArrived: Bool = false) {
        self.kind = kind
        self.reason = reason
        self.mayHaveArrived = mayHaveArrived
    }
}

extension ChatError: CustomStringConvertible {
    public var description: String { reason }
}
