internal import HarkPostgreSQL
internal import HarkStore

extension Transaction {
    typealias Insertion = PostgreSQLStatement<Int64>

    /// Records how runs ended, and then stores deliveries. Both are sent at once unless they are in lanes, where what
    /// ends makes room for what is stored.
    /// - Returns: the runs that this machine still owned, and the deliveries.
    func finish(
        _ finishes: [Finish], thenAdd additions: [Addition]
    ) throws(PostgreSQLError) -> (owned: Set<Int64>, added: [Added]) {
        let hasLanes = finishes.contains { $0.held.lane != nil } || additions.contains { $0.lane != nil }
        if hasLanes || finishes.isEmpty || additions.isEmpty {
            return (try finish(finishes), try add(additions))
        }
        let (connection, ending) = (connection, ending(of: finishes))
        var owned: Set<Int64> = []
        let added = try add(additions) { insertion throws(PostgreSQLError) in
            let (ended, stored) = try connection.rows(ending.statement, insertion)
            owned = Set(ended)
            return stored
        }
        return (try finish(ending, owned: owned), added)
    }

    /// Stores deliveries, in their order: `DeliveryStore.add`.
    /// - Parameter insert: runs the first insertion.
    private func add(
        _ additions: [Addition], insert: ((Insertion) throws(PostgreSQLError) -> [Int64])? = nil
    ) throws(PostgreSQLError) -> [Added] {
        var results = [Added?](repeating: nil, count: additions.count)
        var firsts: [UInt128: Int] = [:]
        var repeated: [(place: Int, first: Int)] = []
        var left: [Int] = []
        for (place, addition) in additions.enumerated() {
            if let key = addition.delivery.duplicateKey {
                if let first = firsts[key] {
                    repeated.append((place, first))
                    continue
                }
                firsts[key] = place
            }
            left.append(place)
        }
        // Those in lanes change others, so that it must be known before whether they are repetitions.
        let ordered = left.filter { additions[$0].lane != nil }
        try lock(Set(ordered.compactMap { additions[$0].lane }))
        try findRepetitions(ordered, additions, &results)
        left.removeAll { results[$0] != nil }
        try store(left, additions, &results, insert: insert)
        // The others were stored unless they are repetitions.
        left.removeAll { results[$0] != nil }
        try findRepetitions(left, additions, &results)
        left.removeAll { results[$0] != nil }
        try store(left, additions, &results)
        for (place, first) in repeated { results[place] = results[first].map(Self.repetition) }
        // One that is neither stored nor found was stored by another machine a moment ago, in another lane.
        guard results.allSatisfy({ $0 != nil }) else {
            throw PostgreSQLError(sqlState: "40001", message: "A repetition was stored at the same time.")
        }
        return results.compactMap(\.self)
    }

    /// What a repetition of one that was stored in the same transaction leads to.
    private static func repetition(_ first: Added) -> Added {
        switch first.result {
        case .running(let run): Added(result: .duplicate(run.id, state: .running))
        case .stored(let id, let state, _, _): Added(result: .duplicate(id, state: state))
        case .duplicate: first
        case .replayed(let id): Added(result: .duplicate(id, state: .ready))
        }
    }

    /// Finds those that are repetitions, and replays what has to be replayed. Of those that are new, nothing hinders
    /// the storing afterwards.
    private func findRepetitions(
        _ places: [Int], _ additions: [Addition], _ results: inout [Added?]
    ) throws(PostgreSQLError) {
        let keys = places.compactMap { additions[$0].delivery.duplicateKey }
        if keys.isEmpty { return }
        let known = try rows(
            """
            SELECT duplicate, id, state, received, duplicate_until, coalesce(stored, 0) > 0
            FROM delivery WHERE duplicate = ANY ($1) ORDER BY id
            """, [.uuids(keys)]
        ) { row in
            (
                key: row.optionalUUID(0), id: row.int(1), state: DeliveryState(stored: row.text(2)),
                received: row.time(3),
                until: row.time(4), hasRequest: row.bool(5)
            )
        }
        // What no machine used the store for does not count.
        let unseen = known.contains { $0.until <= now } ? try unseenTimes() : UnseenTimes([], now: now)
        var forgotten: [Int64] = []
        for place in places {
            let delivery = additions[place].delivery
            let key = delivery.duplicateKey
            guard key != nil, let found = known.first(where: { $0.key == key }) else { continue }
            let id = StoredDeliveryID(rawValue: found.id)
            if found.until + unseen.length(after: found.received) <= now {
                forgotten.append(found.id)
                continue
            }
            switch RepetitionDecision(of: found.state, hasRequest: found.hasRequest, origin: delivery.origin) {
            case .duplicate: results[place] = Added(result: .duplicate(id, state: found.state))
            case .new: forgotten.append(found.id)
            case .replay:
                let before = try replay(id, due: nil, note: StoredReason.redelivered)
                // Another machine may have replayed it a moment ago.
                let isReplayed = before.map { !$0.isUnfinished } ?? false
                results[place] = Added(
                    result: isReplayed ? .replayed(id) : .duplicate(id, state: before ?? found.state))
            }
        }
        if forgotten.isEmpty { return }
        // A repetition of theirs is a new delivery.
        try run("UPDATE delivery SET duplicate = NULL WHERE id = ANY ($1)", [.ints(forgotten)])
    }

    /// Stores those that are no repetitions, and sets their results.
    private func store(
        _ places: [Int], _ additions: [Addition], _ results: inout [Added?],
        insert: ((Insertion) throws(PostgreSQLError) -> [Int64])? = nil
    ) throws(PostgreSQLError) {
        if places.isEmpty { return }
        let lanes = Set(places.compactMap { additions[$0].lane })
        var plan = AddingPlan(lanes: try unfinished(in: lanes), now: now)
        for (place, id) in zip(places, try takeNumbers(places.count)) {
            plan.add(additions[place], id: id, place: place)
        }
        try supersede(plan)
        let insertion = insertion(of: plan.rows, additions)
        let stored: Set<Int64>
        if let insert { stored = Set(try insert(insertion)) } else { stored = Set(try connection.rows(insertion)) }
        for row in plan.rows where stored.contains(row.id) {
            guard var result = plan.results[row.place] else { continue }
            if case .stored(let id, .ready, _, let blocker) = result {
                result = .stored(id, state: .ready, due: machine.clock.date(row.due), blocker: blocker)
                if row.due <= now { wakesOthers = true }
            }
            var added = Added(result: result, isNew: true)
            if row.state == .running { added.run = Machine.Run(token: 1, lane: additions[row.place].lane) }
            results[row.place] = added
        }
        // Others in their lanes were planned around those that were not stored.
        let isPlanBroken = plan.rows.contains { !stored.contains($0.id) && additions[$0.place].lane != nil }
        if isPlanBroken {
            throw PostgreSQLError(sqlState: "40001", message: "A repetition was stored at the same time.")
        }
    }

    private func unfinished(in lanes: Set<Lane>) throws(PostgreSQLError) -> [Lane: AddingPlan.Unfinished] {
        if lanes.isEmpty { return [:] }
        var found: [Lane: AddingPlan.Unfinished] = [:]
        // A claim skips the ready ones that are locked here: they do not begin to run meanwhile.
        let active = try rows(
            """
            SELECT delivery.route, delivery.key, id, state = 'running', due, CASE WHEN attempt = 0 THEN burst END
            FROM delivery JOIN unnest($1::bigint[], $2::text[]) AS lane (route, key)
            ON delivery.route = lane.route AND delivery.key = lane.key
            WHERE delivery.key IS NOT NULL AND state IN ('ready', 'running') ORDER BY id FOR NO KEY UPDATE OF delivery
            """, lanes.values
        ) { row in
            let active = KeyDecision.Active(
                id: row.int(2), isRunning: row.bool(3), due: row.time(4), burst: row.optionalTime(5))
            return (Lane(route: row.int(0), key: row.text(1)), active)
        }
        for (lane, active) in active { found[lane] = AddingPlan.Unfinished(active: active) }
        if found.isEmpty { return [:] }
        let bursts = try rows(
            """
            SELECT delivery.route, delivery.key, min(burst)
            FROM delivery JOIN unnest($1::bigint[], $2::text[]) AS lane (route, key)
            ON delivery.route = lane.route AND delivery.key = lane.key
            WHERE state = 'waiting' AND attempt = 0 AND burst IS NOT NULL GROUP BY 1, 2
            """, found.keys.values
        ) { (Lane(route: $0.int(0), key: $0.text(1)), $0.time(2)) }
        for (lane, burst) in bursts { found[lane]?.waitingBurst = burst }
        return found
    }

    private func supersede(_ plan: AddingPlan) throws(PostgreSQLError) {
        let change = "UPDATE delivery SET state = 'superseded', finished = $1, outcome = '\(StoredReason.superseded)'"
        if !plan.superseded.isEmpty { try run("\(change) WHERE id = ANY ($2)", [.time(now), .ints(plan.superseded)]) }
        if plan.supersededWaiting.isEmpty { return }
        try run(
            """
            \(change) FROM unnest($2::bigint[], $3::text[]) AS lane (route, key)
            WHERE state = 'waiting' AND delivery.route = lane.route AND delivery.key = lane.key
            """, [.time(now)] + plan.supersededWaiting.values)
    }

    /// Its rows are the numbers of those that were stored. The others are repetitions.
    private func insertion(of new: [AddingPlan.Row], _ additions: [Addition]) -> Insertion {
        let deliveries = new.map { additions[$0.place].delivery }
        let clock = machine.clock
        return PostgreSQLStatement(
            """
            WITH new AS (
                SELECT * FROM unnest(
                    $1::bigint[], $2::bigint[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::text[],
                    $7::text[], $8::text[], $9::text[], $10::text[], $11::boolean[], $12::uuid[], $13::timestamptz[],
                    $14::timestamptz[], $15::bytea[], $16::bytea[]
                ) AS new (
                    id, route, state, due, burst, outcome, request_id, origin, event, key, supersedes, duplicate,
                    duplicate_until, expiry, head, body)
            ), stored AS (
                INSERT INTO delivery (
                    id, route, received, due, started, finished, expiry, lifetime, burst, owner, lease, starts, size,
                    stored, duplicate, duplicate_until, attempt, crashes, generation, supersedes, state, origin,
                    request_id, event, key, outcome)
                SELECT id, route, $17, due, CASE state WHEN 'running' THEN $18::timestamptz END,
                CASE state WHEN 'superseded' THEN $18::timestamptz END, expiry,
                greatest(0, floor(extract(epoch FROM expiry - $18) * 1000))::bigint, burst,
                CASE state WHEN 'running' THEN $19::bigint END, CASE state WHEN 'running' THEN $20::timestamptz END,
                CASE state WHEN 'running' THEN 1 ELSE 0 END, length(body), length(head) + length(body), duplicate,
                duplicate_until, CASE state WHEN 'running' THEN 1 ELSE 0 END, 0, 0, supersedes, state, origin,
                request_id, event, key, outcome FROM new ORDER BY id
                ON CONFLICT (duplicate) WHERE duplicate IS NOT NULL DO NOTHING RETURNING id
            ), requests AS (
                -- Not a join: without a hash table it would compare each with each.
                INSERT INTO payload (id, head, body)
                SELECT id, head, body FROM new WHERE (id IN (SELECT id FROM stored)) IS TRUE
            )
            SELECT id FROM stored
            """,
            [
                .ints(new.map(\.id)), .ints(new.map { additions[$0.place].route }), .texts(new.map(\.state.rawValue)),
                .times(new.map(\.due)), .times(new.map(\.burst)), .texts(new.map(\.outcome)),
                .texts(deliveries.map(\.requestID)), .texts(deliveries.map(\.origin.rawValue)),
                .texts(deliveries.map(\.event)), .texts(deliveries.map(\.key)),
                .bools(deliveries.map { $0.key != nil && $0.policy.supersedesOlder }),
                .uuids(deliveries.map(\.duplicateKey)),
                .times(deliveries.map { $0.duplicateKey == nil ? nil : now + $0.duplicateLifetime.milliseconds }),
                .times(deliveries.map { clock.serverTime($0.expiry) }), .blobs(deliveries.map(\.head)),
                .blobs(deliveries.map(\.body)), .time(machine.received(at: now)), .time(now), .int(machine.id),
                .time(now + machine.lease),
            ]
        ) { $0.int(0) }
    }
}
