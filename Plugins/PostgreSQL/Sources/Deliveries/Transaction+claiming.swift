internal import HarkPostgreSQL
internal import HarkStore

extension Transaction {
    /// Takes what is due: `DeliveryStore.claim`.
    /// - Parameter paused: the numbers of the routes that are left alone.
    func claim(_ limits: ClaimLimits, paused: [Int64]) throws(PostgreSQLError) -> ClaimedDeliveries {
        let choice = ClaimChoice(limits, among: try lockDue(limits, paused: paused))
        return ClaimedDeliveries(
            deliveries: try start(choice.taken), isMoreDue: choice.isMoreDue, isIsolatedDue: choice.isIsolatedDue,
            nextDue: try nextDue(paused).map(machine.clock.date))
    }

    /// The routes that are neither paused nor unknown to this machine's bot.
    private func routeCondition(_ paused: String, _ adopted: Set<Int64>?, _ conditions: inout Conditions) -> String {
        let known = adopted.map { " AND route = ANY (\(conditions.value(.ints($0.sorted()))))" } ?? ""
        return "route <> ALL (\(paused))\(known)"
    }

    /// Deliveries that are due, locked; the earliest first. Those that another machine has locked are left out: it
    /// takes them.
    private func lockDue(_ limits: ClaimLimits, paused: [Int64]) throws(PostgreSQLError) -> [DeliveryRecord] {
        var conditions = Conditions()
        let time = conditions.value(.time(now))
        let pausedRoutes = conditions.value(.ints(paused))
        let routes = routeCondition(pausedRoutes, machine.adopted, &conditions)
        let parts = ClaimChoice.Queue.allCases.map { queue in
            """
            SELECT * FROM (
                SELECT * FROM delivery WHERE state = 'ready' AND queue = \(queue.rawValue) AND due <= \(time)
                AND expiry > \(time) AND \(routes) ORDER BY due, id
                LIMIT \(ClaimChoice.count(of: queue, for: limits)) FOR NO KEY UPDATE SKIP LOCKED
            ) AS queue\(queue.rawValue)
            """
        }
        return try rows(
            """
            SELECT \(Self.recordColumns) FROM (\(parts.joined(separator: " UNION ALL "))) AS delivery
            JOIN route ON route.id = delivery.route ORDER BY delivery.due, delivery.id
            """, conditions.values, record)
    }

    private func nextDue(_ paused: [Int64]) throws(PostgreSQLError) -> Int64? {
        var conditions = Conditions()
        let time = conditions.value(.time(now))
        let pausedRoutes = conditions.value(.ints(paused))
        let routes = routeCondition(pausedRoutes, machine.adopted, &conditions)
        return try row(
            """
            SELECT min(due) FROM (
                SELECT (
                    SELECT due FROM delivery WHERE state = 'ready' AND delivery.queue = queues.queue AND due > \(time)
                    AND expiry > due AND \(routes) ORDER BY due LIMIT 1
                ) AS due FROM generate_series(0, 3) AS queues (queue)
            ) AS first
            """, conditions.values
        ) { $0.optionalTime(0) } ?? nil
    }

    private func start(_ taken: [DeliveryRecord]) throws(PostgreSQLError) -> [ClaimedDeliveries.Claimed] {
        if taken.isEmpty { return [] }
        let ids = PostgreSQLValue.ints(taken.map(\.id.rawValue))
        let started = try rows(
            """
            UPDATE delivery SET state = 'running', attempt = attempt + 1, starts = starts + 1, started = $2,
            owner = $3, lease = $4 WHERE id = ANY ($1) RETURNING id, starts, route, key, txid_current()
            """, [ids, .time(now), .int(machine.id), .time(now + machine.lease)]
        ) { row in
            let lane = row.optionalText(3).map { Lane(route: row.int(2), key: $0) }
            return (id: row.int(0), run: Machine.Run(token: row.int(1), lane: lane), transaction: row.int(4))
        }
        id = started.first?.transaction
        let payloads = try rows("SELECT id, head, body FROM payload WHERE id = ANY ($1)", [ids]) {
            ($0.int(0), StoredPayload(head: $0.bytes(1), body: $0.bytes(2)))
        }
        let requests = Dictionary(payloads) { first, _ in first }
        begun = started.map { ($0.id, $0.run) }
        let tokens = Dictionary(started.map { ($0.id, $0.run.token) }) { first, _ in first }
        return taken.map { ready in
            var record = ready
            record.state = .running
            record.attempt += 1
            record.started = machine.clock.date(now)
            let run = DeliveryRun(
                id: record.id, token: tokens[record.id.rawValue] ?? 0, attempt: record.attempt,
                generation: record.generation)
            let payload = requests[record.id.rawValue] ?? StoredPayload(head: [], body: [])
            return ClaimedDeliveries.Claimed(run: run, record: record, payload: payload)
        }
    }
}
