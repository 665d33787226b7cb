internal import struct FoundationEssentials.Date

extension DeliveryTable {
    /// Deliveries that were claimed.
    struct Claim {
        /// The deliveries. The engine reads the bodies that are in files.
        var found = ClaimedDeliveries()
        /// The places in `found.deliveries` whose bodies are in files, and empty here.
        var bodiesInFiles: [Int] = []
    }

    /// The part of the ready deliveries that one limit applies to: the column `queue`.
    private enum Queue: Int64, CaseIterable {
        case fresh, retried, suspect, isolated
    }

    /// One statement returns no more than this, whatever the limits are.
    private static let most = 1000

    /// Takes what is due: `DeliveryStore.claim`.
    func claim(_ limits: ClaimLimits, at date: Date) throws(SQLiteError) -> Claim {
        let now = date.milliseconds
        try noteTime(now)
        let total = min(max(limits.total, 0), Self.most)
        let retried = min(max(limits.retried, 0), total)
        let paused = try routes.list(limits.pausedRoutes)
        func due(_ queue: Queue, _ limit: Int) throws(SQLiteError) -> [DeliveryRecord] {
            try self.due(queue, paused, limit, now)
        }

        var claim = Claim()
        let isolated = try due(.isolated, 2)
        if limits.acceptsIsolated, total > 0, let alone = isolated.first {
            try start(alone, now, &claim)
            claim.found.isIsolatedDue = isolated.count > 1
            claim.found.isMoreDue = try isAnyDue(paused, now)
            claim.found.nextDue = try nextDue(paused, now)
            return claim
        }
        // One more of each than may be taken shows whether there are more.
        let suspects = try due(.suspect, 2)
        let candidates = try due(.fresh, total + 1) + due(.retried, retried + 1) + suspects
        var room = (total: total, retried: retried, suspects: limits.acceptsSuspect ? 1 : 0)
        for record in candidates.sorted(by: { ($0.due, $0.id) < ($1.due, $1.id) }) {
            let isRetried = record.started != nil
            guard room.total > 0, !isRetried || room.retried > 0, record.crashes == 0 || room.suspects > 0 else {
                claim.found.isMoreDue = true
                continue
            }
            room.total -= 1
            if isRetried { room.retried -= 1 }
            if record.crashes > 0 { room.suspects -= 1 }
            try start(record, now, &claim)
        }
        claim.found.isIsolatedDue = !isolated.isEmpty
        if !isolated.isEmpty { claim.found.isMoreDue = true }
        claim.found.nextDue = try nextDue(paused, now)
        return claim
    }

    private func due(
        _ queue: Queue, _ paused: String, _ limit: Int, _ now: Int64
    ) throws(SQLiteError) -> [DeliveryRecord] {
        try records(
            """
            WHERE state = 'ready' AND queue = ?1 AND due <= ?2 AND expiry > ?2
            AND route NOT IN (SELECT value FROM json_each(?3)) ORDER BY due, delivery.id LIMIT ?4
            """, [.integer(queue.rawValue), .integer(now), .text(paused), SQLiteValue(limit)])
    }

    private func isAnyDue(_ paused: String, _ now: Int64) throws(SQLiteError) -> Bool {
        for queue in Queue.allCases where try !due(queue, paused, 1, now).isEmpty { return true }
        return false
    }

    private func nextDue(_ paused: String, _ now: Int64) throws(SQLiteError) -> Date? {
        var earliest: Int64?
        for queue in Queue.allCases {
            let next = try connection.row(
                """
                SELECT due FROM delivery WHERE state = 'ready' AND queue = ?1 AND due > ?2 AND expiry > due
                AND route NOT IN (SELECT value FROM json_each(?3)) ORDER BY due LIMIT 1
                """, [.integer(queue.rawValue), .integer(now), .text(paused)]
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
