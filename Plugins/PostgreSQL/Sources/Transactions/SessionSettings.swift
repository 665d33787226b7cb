/// The settings of the server's sessions.
struct SessionSettings {
    /// How long they hold.
    enum Scope: String {
        /// Until the connection is closed.
        case session = "false"
        /// Until the end of the transaction: a pooler may give the connection to others after it.
        case transaction = "true"
    }

    /// The schema of the tables.
    var schema: String
    var scope: Scope
    var kind = Transaction.Kind.reading

    /// The statements that make them.
    var sql: String {
        let settings = [
            ("statement_timeout", kind.isLong ? "'60s'" : "'5s'"),
            ("lock_timeout", kind == .preparation ? "'60s'" : "'2s'"),
            ("idle_in_transaction_session_timeout", "'10s'"),
            // A stricter value is kept.
            (
                "synchronous_commit",
                "CASE WHEN current_setting('synchronous_commit') IN ('off', 'local') THEN 'on'"
                    + " ELSE current_setting('synchronous_commit') END"
            ),
            // Short transactions find rows by indexes. Until the tables have been analysed, and whenever they have
            // grown since, PostgreSQL would rather read them from end to end.
            ("enable_seqscan", kind.isLong ? "'on'" : "'off'"), ("enable_hashjoin", kind.isLong ? "'on'" : "'off'"),
            ("enable_mergejoin", kind.isLong ? "'on'" : "'off'"), ("jit", "'off'"),
        ]
        let calls = settings.map { "set_config('\($0.0)', \($0.1), \(scope.rawValue))" }.joined(separator: ", ")
        let set = scope == .session ? "SET" : "SET LOCAL"
        return "\(set) search_path = \(schema), pg_catalog, pg_temp; SELECT \(calls)"
    }
}
