internal import HarkPostgreSQL
internal import HarkStore

extension Transaction {
    /// The part of the ready deliveries that one limit applies to: the column `queue`.
    private enum Queue: Int {
        case fresh, retried, suspect, isolated
    }

    /// One statement returns no more than this, whatever the limits are.
    private static let most = 1000

    /// Takes what is due: `DeliveryStore.claim`.
    /// - Parameter paused: the numbers of the routes that are left alone.
    func claim(_ limits: ClaimLimits, paused: [Int64]) throws(PostgreSQLError) -> ClaimedDeliveries {
        let total = min(max(limits.total, 0), Self.most)
        let retried = min(max(limits.retried, 0), total)
        // One more of each than may be taken shows whether there are more.
        let due = try lockDue(
            [(.isolated, 2), (.suspect, 2), (.fresh, total + 1), (.retried, retried + 1)], paused: paused)
        let isolated = due.filter { $0.crashes > 1 }
        if limits.acceptsIsolated, total > 0, let alone = isolated.first {
            return ClaimedDeliveries(
                deliveries: try start([alone]), isMoreDue: due.count > 1, isIsolatedDue: isolated.count > 1,
                nextDue: try nextDue(paused).map(machine.clock.date))
        }
        var claimed = ClaimedDeliveries()
        var taken: [DeliveryRecord] = []
        var room = (total: total, retried: retried, suspects: limits.acceptsSuspect ? 1 : 0)
        for record in due where record.crashes < 2 {
            let isRetried = record.started != nil
            guard room.total > 0, !isRetried || room.retried > 0, record.crashes == 0 || room.suspects > 0 else {
                claimed.isMoreDue = true
                continue
            }
            room.total -= 1
            if isRetried { room.retried -= 1 }
            if record.crashes > 0 { room.suspects -= 1 }
            taken.append(record)
        }
        claimed.deliveries = try start(taken)
        claimed.isIsolatedDue = !isolated.isEmpty
        if !isolated.isEmpty { claimed.isMoreDue = true }
        claimed.nextDue = try nextDue(paused).map(machine.clock.date)
        return claimed
    }

    /// The routes that are neither paused nor unknown to this machine's bot.
    private func routeCondition(_ paused: String, _ adopted: Set<Int64>?, _ conditions: inout Conditions) -> String {
        let known = adopted.map { " AND route = ANY (\(conditions.value(.ints($0.sorted()))))" } ?? ""
        return "route <> ALL (\(paused))\(known)"
    }

    /// Deliveries that are due, locked; the earliest first. Those that another machine has locked are left out: it
    /// takes them.
    private func lockDue(
        _ queues: [(queue: Queue, limit: Int)], paused: [Int64]
    ) throws(PostgreSQLError) -> [DeliveryRecord] {
        var conditions = Conditions()
        let time = conditions.value(.time(now))
        let pausedRoutes = conditions.value(.ints(paused))
        let routes = routeCondition(pausedRoutes, machine.adopted, &conditions)
        let parts = queues.map { queue, limit in
            """
            SELECT * FROM (
                SELECT * FROM delivery WHERE state = 'ready' AND queue = \(queue.rawValue) AND due <= \(time)
                AND expiry > \(time) AND \(routes) ORDER BY due, id LIMIT \(limit) FOR NO KEY UPDATE SKIP LOCKED
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
