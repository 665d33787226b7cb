internal import HarkPostgreSQL
internal import HarkStore

/// What is there of an earlier transaction, whose commit nobody confirmed.
extension Transaction {
    /// How many of these this machine runs, as the server knows: deliveries and their tokens.
    func countRunning(_ runs: [(id: Int64, token: Int64)]) throws(PostgreSQLError) -> Int {
        if runs.isEmpty { return 0 }
        return try row(
            """
            SELECT count(*) FROM unnest($1::bigint[], $2::bigint[]) AS run (id, token)
            JOIN delivery ON delivery.id = run.id AND starts = token WHERE state = 'running' AND owner = $3
            """, [.ints(runs.map(\.id)), .ints(runs.map(\.token)), .int(machine.id)]
        ) { Int($0.int(0)) } ?? 0
    }

    /// Whether all of these deliveries are stored.
    func has(_ deliveries: [(id: Int64, requestID: String)]) throws(PostgreSQLError) -> Bool {
        try has(
            "delivery ON delivery.id = new.id AND request_id = value", .ints(deliveries.map(\.id)),
            .texts(deliveries.map(\.requestID)), "text")
    }

    /// Whether all of these messages are stored.
    func has(_ messages: [(id: Int64, content: [UInt8])]) throws(PostgreSQLError) -> Bool {
        try has(
            "message ON message.id = new.id AND content = value", .ints(messages.map(\.id)),
            .blobs(messages.map(\.content)), "bytea")
    }

    /// Whether there are messages with some of these numbers.
    func hasAny(of messages: [Int64]) throws(PostgreSQLError) -> Bool {
        try row("SELECT EXISTS (SELECT FROM message WHERE id = ANY ($1))", [.ints(messages)]) { $0.bool(0) } ?? false
    }

    /// Whether all of these messages are in their states.
    func has(_ changes: [(id: Int64, state: StoredMessageState)]) throws(PostgreSQLError) -> Bool {
        try has(
            "message ON message.id = new.id AND state = value", .ints(changes.map(\.id)),
            .texts(changes.map(\.state.rawValue)), "text")
    }

    private func has(
        _ rows: String, _ ids: PostgreSQLValue, _ values: PostgreSQLValue, _ type: String
    ) throws(PostgreSQLError) -> Bool {
        if ids == .ints([]) { return true }
        return try row(
            """
            SELECT count(*) = cardinality($1::bigint[])
            FROM unnest($1::bigint[], $2::\(type)[]) AS new (id, value) JOIN \(rows)
            """, [ids, values]
        ) { $0.bool(0) } ?? false
    }
}
