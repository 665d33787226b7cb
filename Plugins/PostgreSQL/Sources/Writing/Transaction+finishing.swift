internal import HarkPostgreSQL
internal import HarkStore

extension Transaction {
    /// Records how runs ended, each of another delivery: `DeliveryStore.finish`. The lanes must be locked.
    /// - Returns: the numbers of those that this machine still owned.
    func finish(_ finishes: [Finish]) throws(PostgreSQLError) -> Set<Int64> {
        if finishes.isEmpty { return [] }
        let ending = ending(of: finishes)
        return try finish(ending, owned: Set(try connection.rows(ending.statement)))
    }

    /// How runs end, and the statement that records it. Its rows are the numbers of those that this machine still
    /// owned.
    func ending(of finishes: [Finish]) -> Ending {
        // Rows are locked in the order of their numbers, as everywhere.
        let finishes = finishes.sorted { $0.run.id < $1.run.id }
        let changes = finishes.map { finish in
            var change = RunConsequence(finish.end)
            change.due = change.due.map(machine.clock.serverTime(ofMilliseconds:))
            return change
        }
        let statement = PostgreSQLStatement(
            """
            UPDATE delivery SET state = ended.state, due = coalesce(ended.due, least(delivery.due, $7)),
            finished = CASE WHEN ended.has_finished THEN $7 END, owner = NULL, lease = NULL,
            attempt = attempt - CASE WHEN ended.is_counted THEN 0 ELSE 1 END,
            outcome = coalesce(ended.outcome, delivery.outcome)
            FROM unnest(
                $1::bigint[], $2::bigint[], $3::text[], $4::timestamptz[], $5::text[], $6::boolean[], $8::boolean[]
            ) AS ended (id, token, state, due, outcome, is_counted, has_finished)
            WHERE delivery.id = ended.id AND starts = ended.token AND owner = $9 AND delivery.state = 'running'
            RETURNING delivery.id
            """,
            [
                .ints(finishes.map(\.run.id.rawValue)), .ints(finishes.map(\.run.token)),
                .texts(changes.map(\.state.rawValue)), .times(changes.map(\.due)),
                .texts(changes.map { $0.outcome?.cut(toBytes: StoreLimits.reason) }),
                .bools(changes.map(\.isCounted)), .time(now), .bools(changes.map { !$0.state.isUnfinished }),
                .int(machine.id),
            ]
        ) { $0.int(0) }
        return Ending(finishes: finishes, changes: changes, statement: statement)
    }

    /// Does what follows from the ends of runs.
    func finish(_ ending: Ending, owned: Set<Int64>) throws(PostgreSQLError) -> Set<Int64> {
        let all = zip(ending.finishes, ending.changes).filter { owned.contains($0.0.run.id.rawValue) }
        try addAttempts(
            all.compactMap { finish, change in
                guard change.isFailure, let error = change.outcome else { return nil }
                return (finish.run.id.rawValue, finish.run.generation, finish.run.attempt, error)
            })
        let delayed = all.filter { finish, change in change.due ?? 0 > now && finish.held.lane != nil }
        let superseded = try supersedeDelayed(delayed.map(\.0.run.id.rawValue))
        let left = all.compactMap { finish, change in
            !change.state.isUnfinished || superseded.contains(finish.run.id.rawValue) ? finish.held.lane : nil
        }
        try promote(Set(left))
        // The machine stops, or another has more room for what was given back.
        if all.contains(where: { $0.0.end == .released }) { wakesOthers = true }
        return owned
    }

    /// Lets newer deliveries supersede those that are ready but not due, if they replace older ones.
    /// - Returns: the superseded ones.
    private func supersedeDelayed(_ ids: [Int64]) throws(PostgreSQLError) -> Set<Int64> {
        if ids.isEmpty { return [] }
        return Set(
            try rows(
                """
                UPDATE delivery SET state = 'superseded', finished = $2, outcome = '\(StoredReason.superseded)'
                WHERE id = ANY ($1) AND EXISTS (
                    SELECT FROM delivery AS newer WHERE newer.state = 'waiting' AND newer.route = delivery.route
                    AND newer.key = delivery.key AND newer.id > delivery.id AND newer.supersedes)
                RETURNING id
                """, [.ints(ids), .time(now)]
            ) { $0.int(0) })
    }
}
