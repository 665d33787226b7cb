internal import HarkEvents
internal import HarkPostgreSQL
internal import HarkStore

extension PostgreSQLSession {
    private enum End<Value: Sendable>: Sendable {
        case committed(Value)
        /// The connection was lost while the server committed.
        case uncertain(Value, transaction: Int64, PostgreSQLError)
    }

    /// How often a transaction is tried that was undone in favour of another one, or whose connection was lost before
    /// it could be committed.
    private static let tries = 3
    /// How long the server is asked for a transaction that it still works on, or while it cannot be reached.
    private static let longestDoubt = Duration.seconds(15)

    /// Runs `body` in a transaction and commits it. It may be run several times.
    /// - Parameter isStored: whether what the transaction wrote is there. It is asked if the connection was lost during
    ///   the commit and the server says that it was committed: after a failover to a replica that lagged behind, that
    ///   can be another one with the same number.
    func transaction<Value: Sendable>(
        _ kind: Transaction.Kind, _ machine: Machine,
        isStored: @Sendable (Value) async throws(PostgreSQLError) -> Bool = { _ in true },
        _ body: @escaping @Sendable (Transaction) throws(PostgreSQLError) -> Value
    ) async throws(PostgreSQLError) -> Value {
        var failure = PostgreSQLError(sqlState: nil, message: "It was not tried.")
        for _ in 0..<Self.tries {
            do throws(PostgreSQLError) {
                let end = try await run { connection throws(PostgreSQLError) in
                    try Self.attempt(connection, machine, kind, body)
                }
                switch end {
                case .committed(let value): return value
                case .uncertain(let value, let transaction, let error):
                    failure = error
                    guard try await wasCommitted(transaction, machine) else { continue }
                    do throws(PostgreSQLError) {
                        try await waitForReplica(machine)
                        if try await isStored(value) { return value }
                    } catch { throw .unresolved(error.message) }
                }
            } catch {
                failure = error
                // A second try of what may be done could do it twice; what has waited for a lock has waited enough.
                let isPassing = [.conflict, .disconnected, .notUnique].contains(error.kind)
                guard isPassing, !error.isUnresolved, !error.isTimeout else { throw error }
            }
        }
        throw failure
    }

    private static func attempt<Value: Sendable>(
        _ connection: PostgreSQLConnection, _ machine: Machine, _ kind: Transaction.Kind,
        _ body: (Transaction) throws(PostgreSQLError) -> Value
    ) throws(PostgreSQLError) -> End<Value> {
        connection.timeout = kind.isLong ? .seconds(65) : .seconds(8)
        let transaction: Transaction
        let value: Value
        do throws(PostgreSQLError) {
            transaction = try Transaction(connection, machine, kind)
            value = try body(transaction)
        } catch {
            // A connection that cannot even roll back is not used again: its error is thrown in place of the other.
            if error.kind != .disconnected { try connection.script("ROLLBACK") }
            throw error
        }
        do throws(PostgreSQLError) { try transaction.commit() } catch {
            if error.kind == .disconnected, !error.isUnresolved, let id = transaction.id {
                return .uncertain(value, transaction: id, error)
            }
            if error.kind != .disconnected { try connection.script("ROLLBACK") }
            throw error
        }
        return .committed(value)
    }

    /// Returns once the replica that transactions must wait for, if there is one, has all earlier ones: nobody was told
    /// whether it had the one whose connection was lost.
    private func waitForReplica(_ machine: Machine) async throws(PostgreSQLError) {
        let end = try await run { connection throws(PostgreSQLError) in
            try Self.attempt(connection, machine, .writing(numbers: 0)) { transaction throws(PostgreSQLError) in
                // One that wrote nothing would not wait (`RecordTransactionCommit` in `xact.c`).
                try transaction.run("SELECT pg_logical_emit_message(true, 'hark', ''::text)")
            }
        }
        if case .uncertain(_, _, let error) = end { throw error }
    }

    /// Asks the server for the fate of a transaction.
    private func wasCommitted(_ id: Int64, _ machine: Machine) async throws(PostgreSQLError) -> Bool {
        let end = machine.clock.clock.steady + Self.longestDoubt
        var doubt = "The server still commits it."
        repeat {
            do throws(PostgreSQLError) {
                let status: String? =
                    try await run { connection throws(PostgreSQLError) in
                        try connection.row("SELECT txid_status($1)", [.int(id)]) { $0.optionalText(0) }
                    } ?? nil
                switch status {
                case "committed": return true
                case "in progress": doubt = "The server still commits it."
                default: return false
                }
            } catch {
                // A number that the server has not given yet: this is another server.
                if error.sqlState == "22023" { return false }
                guard error.kind == .disconnected else { throw .unresolved(error.message) }
                doubt = error.message
            }
            try? await machine.clock.clock.sleep(for: .milliseconds(100))
        } while machine.clock.clock.steady < end && !Task.isCancelled
        throw .unresolved(doubt)
    }
}

extension PostgreSQLError {
    /// It is not known whether a transaction was committed, or whether it stays so: `transaction_resolution_unknown`.
    static func unresolved(_ message: String) -> PostgreSQLError {
        PostgreSQLError(sqlState: "08007", message: message)
    }

    fileprivate var isUnresolved: Bool { sqlState == "08007" }

    /// The same for who opens the store: waiting helps only while the server cannot be reached.
    var openingError: StoreError {
        switch kind {
        case .unauthorized, .notUnique, .statement: .failed(storeError.description)
        // What a transaction may have made before it was cut off is there at the next attempt.
        case .disconnected where isUnresolved: .unavailable(storeError.description)
        case .full, .disconnected, .conflict: storeError
        }
    }

    /// The same for callers of the store.
    var storeError: StoreError {
        switch kind {
        case .full: .full("PostgreSQL has no space left (\(self)). Free some; the store goes on by itself.")
        case .disconnected where isUnresolved:
            .unresolved("PostgreSQL cannot be asked whether it was done (\(self)). The store goes on by itself.")
        case .disconnected: .unavailable("PostgreSQL cannot be reached (\(self)). The store goes on by itself.")
        case .unauthorized:
            .unavailable(
                "PostgreSQL does not let the bot in (\(self)). Check HARK_POSTGRESQL_URL, and its role's rights.")
        case .conflict: .unavailable("Other transactions in PostgreSQL are in the way (\(self)).")
        case .notUnique, .statement: .unavailable("PostgreSQL refused to do it (\(self)). Please report this.")
        }
    }
}
