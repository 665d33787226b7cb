private import Synchronization

/// Keeps the secrets that the bot makes itself, because their operator chose none.
public protocol SecretStore: Sendable {
    /// The secret that was made for a variable, or nil when none was.
    /// - Throws: when there may be one that cannot be read.
    func secret(for variable: String) throws -> String?

    /// Keeps a secret for a variable, unless there is one.
    /// - Returns: the one that is kept.
    /// - Throws: when it cannot be kept.
    func keep(_ secret: String, for variable: String) throws -> String

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

    public func place(of variable: String) -> String { "memory" }
}

/// Looks into another store and keeps nothing: for commands that only list.
public struct ReadOnlySecretStore: SecretStore {
    private let secretStore: any SecretStore

    /// A look into `secretStore`.
    public init(_ secretStore: any SecretStore) { self.secretStore = secretStore }

    public func secret(for variable: String) throws -> String? { try secretStore.secret(for: variable) }

    public func keep(_ secret: String, for variable: String) -> String { secret }

    public func place(of variable: String) -> String { secretStore.place(of: variable) }
}

/// Tries whether a folder could keep secrets, and keeps nothing.
public struct TrialSecretStore: SecretStore {
    private let secretStore: FolderSecretStore

    /// A trial of `secretStore`.
    public init(_ secretStore: FolderSecretStore) { self.secretStore = secretStore }

    public func secret(for variable: String) throws -> String? { try secretStore.secret(for: variable) }

    public func keep(_ secret: String, for variable: String) throws -> String {
        try secretStore.checkFolder()
        return secret
    }

    public func place(of variable: String) -> String { secretStore.place(of: variable) }
}
