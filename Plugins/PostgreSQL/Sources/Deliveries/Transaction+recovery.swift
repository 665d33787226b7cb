internal import HarkPostgreSQL
internal import HarkStore

extension Transaction {
    /// Makes deliveries ready whose machines do not renew their leases, or quarantines them.
    /// - Returns: them, as they are now.
    func recoverExpired() throws(PostgreSQLError) -> [DeliveryRecord] {
        let expired = try rows(
            "SELECT id FROM delivery WHERE state = 'running' AND lease < $1 AND owner <> $2 ORDER BY id LIMIT 500",
            [.time(now), .int(machine.id)]
        ) { $0.int(0) }
        if expired.isEmpty { return [] }
        let lanes = try lanes(of: expired)
        try lock(lanes)
        let outcome = "The machine that ran it was gone for too long."
        let changed = try changed(
            """
            UPDATE delivery SET state = CASE WHEN crashes + 1 >= $4 THEN 'quarantined' ELSE 'ready' END,
            crashes = crashes + 1, due = least(due, $2), finished = CASE WHEN crashes + 1 >= $4 THEN $2 END,
            outcome = $5, owner = NULL, lease = NULL
            WHERE id = ANY ($1) AND state = 'running' AND lease < $2 AND owner <> $3
            """,
            [
                .ints(expired), .time(now), .int(machine.id), .int(Int64(StoreLimits.crashes)), .text(outcome),
            ])
        try addAttempts(changed.map { ($0.id.rawValue, $0.generation, $0.attempt, outcome) })
        try promote(lanes)
        if !changed.isEmpty { wakesOthers = true }
        return changed
    }

    /// Makes the deliveries that this machine runs ready, without a crash.
    /// - Parameter runs: some of them, with the tokens of their runs; nil for all.
    func release(_ runs: [Int64: Int64]? = nil) throws(PostgreSQLError) {
        var conditions = Conditions()
        let time = conditions.value(.time(now))
        conditions.require(.int(machine.id)) { "state = 'running' AND owner = \($0)" }
        if let runs {
            let (ids, tokens) = (conditions.value(.ints(Array(runs.keys))), conditions.value(.ints(Array(runs.values))))
            conditions.require("(id, starts) IN (SELECT * FROM unnest(\(ids), \(tokens)))")
        }
        let count = try run(
            """
            UPDATE delivery SET state = 'ready', attempt = attempt - 1, due = least(due, \(time)), owner = NULL,
            lease = NULL \(conditions.sql)
            """, conditions.values)
        if count > 0 { wakesOthers = true }
    }

    /// Renews the leases of runs.
    /// - Returns: those that this machine does not own any more.
    func renew(_ runs: [Int64: Machine.Run]) throws(PostgreSQLError) -> [Int64] {
        if runs.isEmpty { return [] }
        let ids = runs.keys.sorted()
        // Rows are locked in the order of their numbers, as everywhere.
        let renewed = Set(
            try rows(
                """
                WITH held AS (
                    SELECT delivery.id FROM delivery JOIN unnest($1::bigint[], $2::bigint[]) AS run (id, token)
                    ON delivery.id = run.id AND starts = run.token
                    WHERE owner = $3 AND state = 'running' ORDER BY delivery.id FOR NO KEY UPDATE OF delivery
                )
                UPDATE delivery SET lease = $4 FROM held WHERE delivery.id = held.id RETURNING delivery.id
                """,
                [.ints(ids), .ints(ids.map { runs[$0]?.token }), .int(machine.id), .time(now + machine.lease)]
            ) { $0.int(0) })
        return ids.filter { !renewed.contains($0) }
    }

    /// Those that failed before and came due while no machine ran would all begin at once.
    func spreadRetried() throws(PostgreSQLError) {
        try run(
            """
            UPDATE delivery SET due = $1 + spread.place * interval '1 millisecond' * $2 / spread.total
            FROM (
                SELECT id AS late, row_number() OVER (ORDER BY due, id) - 1 AS place, count(*) OVER () AS total
                FROM delivery WHERE state = 'ready' AND queue = 1 AND attempt > 0 AND due <= $1
            ) AS spread
            WHERE delivery.id = spread.late
            """, [.time(now), .int(StoreLimits.retrySpread.milliseconds)])
    }
}
