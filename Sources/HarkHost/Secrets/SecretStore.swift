private import Synchronization

/// Keeps the secrets that the bot generates because the operator chose none.
package protocol SecretStore: Sendable {
    /// The secret that was generated for a variable; nil if there is none.
    /// - Throws: if there may be one that cannot be read.
    func secret(for variable: String) throws -> String?

    /// Keeps a secret for a variable, unless there is one already.
    /// - Returns: the secret that is kept.
    /// - Throws: if it cannot be kept.
    func keep(_ secret: String, for variable: String) throws -> String

    /// Checks whether a secret could be kept, without keeping one.
    /// - Throws: if it could not.
    func check() throws

    /// Where a variable's secret is kept, for people.
    func place(of variable: String) -> String
}

/// Keeps secrets in memory, for tests.
package final class MemorySecretStore: SecretStore {
    private let secrets = Mutex<[String: String]>([:])

    /// An empty store.
    package init() {}

    package func secret(for variable: String) -> String? { secrets.withLock { $0[variable] } }

    package func keep(_ secret: String, for variable: String) -> String {
        secrets.withLock { secrets in
            let kept = secrets[variable] ?? secret
            secrets[variable] = kept
            return kept
        }
    }

    package func check() {}

    package func place(of variable: String) -> String { "memory" }
}
