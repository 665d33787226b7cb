internal import HarkPostgreSQL
internal import HarkStore

extension Transaction {
    /// Makes the oldest waiting delivery of each lane ready that has no active one. The lanes must be locked.
    /// - Returns: whether one of them is due.
    @discardableResult
    func promote(_ lanes: some Collection<Lane>) throws(PostgreSQLError) -> Bool {
        if lanes.isEmpty { return false }
        let dues = try rows(
            """
            UPDATE delivery SET state = 'ready' WHERE id IN (
                SELECT (
                    SELECT head.id FROM delivery AS head
                    WHERE head.state = 'waiting' AND head.route = lane.route AND head.key = lane.key
                    ORDER BY head.id LIMIT 1)
                FROM unnest($1::bigint[], $2::text[]) AS lane (route, key) WHERE NOT EXISTS (
                    SELECT FROM delivery AS active WHERE active.route = lane.route AND active.key = lane.key
                    AND active.key IS NOT NULL AND active.state IN ('ready', 'running')))
            RETURNING due
            """, lanes.values
        ) { $0.time(0) }
        return dues.contains { $0 <= now }
    }

    /// Most lanes whose locks a transaction takes: the server has room for some thousands.
    private static let mostLanes = 500

    /// Makes the oldest waiting delivery ready of lanes that have no active one.
    /// - Returns: whether these were all.
    @discardableResult
    func promoteAll() throws(PostgreSQLError) -> Bool {
        let lanes = try rows(
            """
            SELECT DISTINCT route, key FROM delivery AS head WHERE state = 'waiting' AND NOT EXISTS (
                SELECT FROM delivery AS active WHERE active.route = head.route AND active.key = head.key
                AND active.key IS NOT NULL AND active.state IN ('ready', 'running')) LIMIT \(Self.mostLanes)
            """
        ) { Lane(route: $0.int(0), key: $0.text(1)) }
        if lanes.isEmpty { return true }
        try lock(lanes)
        if try promote(lanes) { wakesOthers = true }
        return lanes.count < Self.mostLanes
    }

    /// The lanes of deliveries that have one.
    func lanes(of ids: [Int64]) throws(PostgreSQLError) -> Set<Lane> {
        Set(
            try rows(
                "SELECT DISTINCT route, key FROM delivery WHERE id = ANY ($1) AND key IS NOT NULL", [.ints(ids)]
            ) { Lane(route: $0.int(0), key: $0.text(1)) })
    }

    /// Adds failed attempts, or notes whose number is 0, and deletes the oldest beyond `StoreLimits.attempts`.
    func addAttempts(
        _ attempts: [(delivery: Int64, generation: Int, number: Int, text: String)]
    ) throws(PostgreSQLError) {
        if attempts.isEmpty { return }
        try run(
            """
            INSERT INTO attempt (delivery, generation, number, ended, text)
            SELECT delivery, generation, number, $5, text
            FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[]) AS new (delivery, generation, number, text)
            """,
            [
                .ints(attempts.map(\.delivery)), .ints(attempts.map { Int64($0.generation) }),
                .ints(attempts.map { Int64($0.number) }),
                .texts(attempts.map { $0.text.cut(toBytes: StoreLimits.reason) }), .time(now),
            ])
        try run(
            """
            DELETE FROM attempt WHERE id IN (
                SELECT id FROM (
                    SELECT id, row_number() OVER (PARTITION BY delivery ORDER BY id DESC) AS place
                    FROM attempt WHERE delivery = ANY ($1)
                ) AS placed WHERE place > $2)
            """, [.ints(attempts.map(\.delivery)), .int(Int64(StoreLimits.attempts))])
    }

    /// The attempts of a delivery: `DeliveryStore.attempts`.
    func attempts(of id: StoredDeliveryID) throws(PostgreSQLError) -> [DeliveryAttempt] {
        try rows(
            "SELECT generation, number, ended, text FROM attempt WHERE delivery = $1 ORDER BY id", [.int(id.rawValue)]
        ) {
            DeliveryAttempt(
                generation: Int($0.int(0)), number: Int($0.int(1)), ended: machine.clock.date($0.time(2)),
                text: $0.text(3))
        }
    }
}
