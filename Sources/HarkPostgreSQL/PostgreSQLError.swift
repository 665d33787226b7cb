/// What PostgreSQL, or the connection to it, refused to do.
public struct PostgreSQLError: Error, Sendable, Equatable {
    /// What can be done about it.
    public enum Kind: Sendable, Equatable {
        /// Another transaction was in the way: the same can succeed at once.
        case conflict
        /// The connection is lost, or cannot be made now, or leads to a server that does not write.
        case disconnected
        /// The server does not let this client in, or not do that, or is not the one that was expected.
        case unauthorized
        /// The server has no space left.
        case full
        /// A row exists that must be the only one.
        case notUnique
        /// Anything else.
        case statement
    }

    /// The five characters that PostgreSQL gives each error (appendix A of its manual); nil for an error of the
    /// connection.
    public var sqlState: String?
    /// PostgreSQL's or libpq's own words, without line breaks at the end.
    public var message: String

    /// An error.
    public init(sqlState: String?, message: String) {
        self.sqlState = sqlState
        self.message = message
    }

    /// A lost connection.
    static func disconnected(_ message: String) -> PostgreSQLError { PostgreSQLError(sqlState: nil, message: message) }

    /// What can be done about it.
    public var kind: Kind {
        guard let sqlState else { return .disconnected }
        return switch sqlState {
        // Serialization, deadlock, a lock that was not free, a statement that took too long.
        case "40001", "40P01", "55P03", "57014": .conflict
        // Shut down, crashed, starting; sent to a replica; out of connections.
        case "57P01", "57P02", "57P03", "57P05", "25006", "53300", "25P03": .disconnected
        case "53100": .full
        case "23505": .notUnique
        case let state where state.hasPrefix("08"): .disconnected
        // Authentication, no such database, a right that is missing.
        case let state where state.hasPrefix("28") || state == "3D000" || state == "42501": .unauthorized
        default: .statement
        }
    }

    /// Whether a lock was not free in time, or a statement took too long.
    public var isTimeout: Bool { sqlState == "55P03" || sqlState == "57014" }
}

extension PostgreSQLError: CustomStringConvertible {
    public var description: String { sqlState.map { "\(message) (SQLSTATE \($0))" } ?? message }
}
