/// Why a network did not take a message.
public struct ChatError: Error, Sendable, Hashable {
    /// What can be done about it.
    public enum Kind: Sendable, Hashable {
        /// Nothing is wrong with the message: it may be sent again.
        case transient
        /// Too many messages; the network takes the next one after this time, if it says when.
        case rateLimited(retryAfter: Duration?)
        /// The network does not know the bot, or no longer.
        case unauthorized
        /// There is no such room.
        case noSuchRoom
        /// The bot has to be invited first.
        case notAMember
        /// The text is longer than the network takes; `limit` is in the network's own unit.
        case tooLong(limit: Int)
        /// The network does not want this message, for another reason.
        case refused
    }

    /// What can be done about it.
    public let kind: Kind

    /// A sentence that says what is wrong, and what to do where something can be done. It holds no token.
    public let reason: String

    /// Whether the network may have the message although it did not say so: the connection was lost after it had been
    /// sent. Once the network knows its key no more (`NetworkCapabilities.keyLifetime`) it is sent once more at most, and
    /// marked.
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
