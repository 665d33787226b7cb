internal import struct FoundationEssentials.Date

extension DeliveryTable {
    /// Deliveries that were claimed.
    struct Claim {
        /// The deliveries. The store reads the bodies that are in files.
        var found = ClaimedDeliveries()
        /// The places in `found.deliveries` whose bodies are in files, and empty here.
        var bodiesInFiles: [Int] = []
    }

    /// Takes what is due: `DeliveryStore.claim`.
    func claim(_ limits: ClaimLimits, at date: Date) throws(SQLiteError) -> Claim {
        let now = date.milliseconds
        try noteTime(now)
        let paused = try routes.list(limits.pausedRoutes)
        var due: [DeliveryRecord] = []
        for queue in ClaimChoice.Queue.allCases {
            due += try self.due(queue, paused, ClaimChoice.count(of: queue, for: limits), now)
        }
        let choice = ClaimChoice(limits, among: due.sorted { ($0.due, $0.id) < ($1.due, $1.id) })
        var claim = Claim()
        for record in choice.taken { try start(record, now, &claim) }
        claim.found.isMoreDue = choice.isMoreDue
        claim.found.isIsolatedDue = choice.isIsolatedDue
        claim.found.nextDue = try nextDue(paused, now)
        return claim
    }

    private func due(
        _ queue: ClaimChoice.Queue, _ paused: String, _ limit: Int, _ now: Int64
    ) throws(SQLiteError) -> [DeliveryRecord] {
        try records(
            """
            WHERE state = 'ready' AND queue = ?1 AND due <= ?2 AND expiry > ?2
            AND route NOT IN (SELECT value FROM json_each(?3)) ORDER BY due, delivery.id LIMIT ?4
            """, [SQLiteValue(queue.rawValue), .integer(now), .text(paused), SQLiteValue(limit)])
    }

    private func nextDue(_ paused: String, _ now: Int64) throws(SQLiteError) -> Date? {
        var earliest: Int64?
        for queue in ClaimChoice.Queue.allCases {
            let next = try connection.row(
                """
                SELECT due FROM delivery WHERE state = 'ready' AND queue = ?1 AND due > ?2 AND expiry > due
                AND route NOT IN (SELECT value FROM json_each(?3)) ORDER BY due LIMIT 1
                """, [SQLiteValue(queue.rawValue), .integer(now), .text(paused)]
            ) { $0.int(0) }
            if let next { earliest = min(earliest ?? next, next) }
        }
        return earliest.map(Date.init(milliseconds:))
    }

    private func start(_ ready: DeliveryRecord, _ now: Int64, _ claim: inout Claim) throws(SQLiteError) {
        var record = ready
        record.state = .running
        record.attempt += 1
        record.started = Date(milliseconds: now)
        let id = SQLiteValue.integer(record.id.rawValue)
        try connection.run(
            """
            UPDATE delivery SET state = 'running', attempt = attempt + 1, starts = starts + 1, started = ?2
            WHERE id = ?1
            """, [id, .integer(now)])
        let token = try connection.row("SELECT starts FROM delivery WHERE id = ?1", [id]) { $0.int(0) }
        let payload = try payload(of: record.id)
        if payload?.isBodyInFile == true { claim.bodiesInFiles.append(claim.found.deliveries.count) }
        let run = DeliveryRun(
            id: record.id, token: token ?? 0, attempt: record.attempt, generation: record.generation)
        claim.found.deliveries.append(
            ClaimedDeliveries.Claimed(
                run: run, record: record, payload: payload?.stored ?? StoredPayload(head: [], body: [])))
    }
}
