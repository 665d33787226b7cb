/// A notice for the operator about a secret, or about an open row.
package struct TrustNotice: Sendable {
    /// The variable that it is about; empty if it is about a row.
    package let variable: String
    /// Its log level.
    package let level: Logger.Level
    /// A sentence without its full stop.
    package let text: String
}

/// A secret that the bot generated.
package struct GeneratedSecret: Sendable {
    /// The variable that would override it.
    package let variable: String
    /// The secret.
    package let text: Secret
    /// Where it is kept, or would be.
    package let place: String
    /// Whether it is kept there: a bot that is not started generates secrets and discards them.
    package let isKept: Bool
}
