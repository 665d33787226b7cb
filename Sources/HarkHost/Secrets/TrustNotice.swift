/// A notice for the operator about a secret, or about an open row.
public struct TrustNotice: Sendable {
    /// The variable that it is about; empty if it is about a row.
    public let variable: String
    /// Its log level.
    public let level: Logger.Level
    /// A sentence without its full stop.
    public let text: String
}

/// A secret that the bot generated.
public struct GeneratedSecret: Sendable {
    /// The variable that would override it.
    public let variable: String
    /// The secret.
    public let text: Secret
    /// Where it is kept, or would be.
    public let place: String
    /// Whether it is kept there: a bot that is not started generates secrets and discards them.
    public let isKept: Bool
}
