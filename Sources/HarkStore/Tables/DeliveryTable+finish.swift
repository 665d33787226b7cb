internal import struct FoundationEssentials.Date

extension DeliveryTable {
    /// Records how a run ended: `DeliveryStore.finish`.
    func finish(_ run: DeliveryRun, _ end: RunEnd, at date: Date) throws(SQLiteError) -> Bool {
        let now = date.milliseconds
        try noteTime(now)
        let change = RunConsequence(end)
        // RETURNING would make SQLite collect its rows first, which costs more than this look.
        let owned = try connection.row(
            "SELECT route, key FROM delivery WHERE id = ?1 AND starts = ?2 AND state = 'running'",
            [.integer(run.id.rawValue), .integer(run.token)]
        ) { ($0.int(0), $0.optionalText(1)) }
        guard let (route, key) = owned else { return false }
        try connection.run(
            """
            UPDATE delivery SET state = ?2, due = coalesce(?3, min(due, ?4)), finished = ?5, attempt = attempt - ?6,
            outcome = coalesce(?7, outcome) WHERE id = ?1
            """,
            [
                .integer(run.id.rawValue), .text(change.state.rawValue), SQLiteValue(change.due), .integer(now),
                change.state.isUnfinished ? nil : .integer(now), .integer(change.isCounted ? 0 : 1),
                SQLiteValue(change.outcome?.cut(toBytes: StoreLimits.reason)),
            ])
        if change.isFailure, let error = change.outcome {
            try AttemptTable(connection).add(
                error, generation: run.generation, number: run.attempt, of: run.id.rawValue, now)
        }
        guard let key else { return true }
        var hasLeft = !change.state.isUnfinished
        if let due = change.due, due > now { hasLeft = try supersedeDelayed(run.id.rawValue, route, key, now) }
        if hasLeft { try promote(route, key) }
        return true
    }

    /// Makes the oldest waiting delivery with a key ready, unless one is active.
    func promote(_ route: Int64, _ key: String) throws(SQLiteError) {
        try connection.run(
            """
            UPDATE delivery SET state = 'ready' WHERE id = (
                SELECT id FROM delivery WHERE state = 'waiting' AND route = ?1 AND key = ?2 ORDER BY id LIMIT 1)
            AND NOT EXISTS (
                SELECT 1 FROM delivery WHERE route = ?1 AND key = ?2 AND key IS NOT NULL
                AND state IN ('ready', 'running'))
            """, [.integer(route), .text(key)])
    }

    /// Makes the oldest waiting delivery of each key ready that has no active one.
    func promoteAll() throws(SQLiteError) {
        try connection.run(
            """
            UPDATE delivery SET state = 'ready' WHERE id IN (
                SELECT min(id) FROM delivery AS head WHERE state = 'waiting' AND NOT EXISTS (
                    SELECT 1 FROM delivery AS active WHERE active.route = head.route AND active.key = head.key
                    AND active.key IS NOT NULL AND active.state IN ('ready', 'running'))
                GROUP BY route, key)
            """)
    }

    /// Lets a newer delivery supersede one that is ready but not due, if it replaces older ones.
    /// - Returns: whether there is such a newer one.
    private func supersedeDelayed(_ id: Int64, _ route: Int64, _ key: String, _ now: Int64) throws(SQLiteError) -> Bool
    {
        try connection.run(
            """
            UPDATE delivery SET state = 'superseded', finished = ?4, outcome = '\(StoredReason.superseded)'
            WHERE id = ?1 AND EXISTS (
                SELECT 1 FROM delivery AS newer WHERE newer.state = 'waiting' AND newer.route = ?2 AND newer.key = ?3
                AND newer.id > ?1 AND newer.supersedes)
            """, [.integer(id), .integer(route), .text(key), .integer(now)])
        return connection.changes > 0
    }
}
