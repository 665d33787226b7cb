private import Synchronization

/// Keeps the secrets that the bot generates itself, because their operator chose none.
public protocol SecretStore: Sendable {
    /// The secret that was generated for a variable, or nil when none was.
    /// - Throws: when there may be one that cannot be read.
    func secret(for variable: String) throws -> String?

    /// Keeps a secret for a variable, unless there is one.
    /// - Returns: the one that is kept.
    /// - Throws: when it cannot be kept.
    func keep(_ secret: String, for variable: String) throws -> String

    /// Tries whether a secret could be kept, and keeps none.
    /// - Throws: when it could not.
    func check() throws

    /// Where a variable's secret is, for people.
    func place(of variable: String) -> String
}

/// Keeps secrets as long as the process runs: for tests.
public final class MemorySecretStore: SecretStore {
    private let secrets = Mutex<[String: String]>([:])

    /// An empty one.
    public init() {}

    public func secret(for variable: String) -> String? { secrets.withLock { $0[variable] } }

    public func keep(_ secret: String, for variable: String) -> String {
        secrets.withLock { secrets in
            let kept = secrets[variable] ?? secret
            secrets[variable] = kept
            return kept
        }
    }

    public func check() {}

    public func place(of variable: String) -> String { "memory" }
}
