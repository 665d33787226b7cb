internal import struct FoundationEssentials.Date

extension DeliveryTable {
    /// What a replay needs to know of a delivery.
    struct Replayable {
        var id: Int64
        var state: DeliveryState
        var route: Int64
        var key: String?
        var generation: Int64
        /// Whether its request is still stored.
        var hasPayload: Bool
        /// Whether the bot has its route.
        var isRoutePresent: Bool
    }

    /// Runs a delivery again: `DeliveryStore.replay`.
    func replay(_ id: StoredDeliveryID, due: Date?, note: String, at date: Date) throws(SQLiteError) -> DeliveryState? {
        let now = date.milliseconds
        guard let row = try replayable(id), row.hasPayload else { return nil }
        switch ReplayDecision(of: row.state) {
        case .leave: break
        case .makeDue:
            try connection.run("UPDATE delivery SET due = ?2 WHERE id = ?1", [.integer(row.id), .integer(now)])
            try AttemptTable(connection).add(note, generation: Int(row.generation), number: 0, of: row.id, now)
        case .restart:
            try restart(row, due: due?.milliseconds ?? now, note: note, now)
        }
        return row.state
    }

    func replayable(_ id: StoredDeliveryID) throws(SQLiteError) -> Replayable? {
        try connection.row(
            """
            SELECT state, route, key, generation, coalesce(stored, 0) > 0, is_present
            FROM delivery JOIN route ON route.id = delivery.route WHERE delivery.id = ?1
            """, [.integer(id.rawValue)]
        ) {
            Replayable(
                id: id.rawValue, state: DeliveryState(stored: $0.text(0)), route: $0.int(1), key: $0.optionalText(2),
                generation: $0.int(3), hasPayload: $0.int(4) == 1, isRoutePresent: $0.int(5) == 1)
        }
    }

    /// Begins a new generation of a finished delivery. It waits while its key has an active one.
    func restart(_ row: Replayable, due: Int64, note: String, _ now: Int64) throws(SQLiteError) {
        let state = DeliveryState(restartedWithKey: row.key != nil, isRoutePresent: row.isRoutePresent)
        // The crashes stay: one that was quarantined runs alone, and one more crash quarantines it again.
        try connection.run(
            """
            UPDATE delivery SET state = ?2, due = ?3, expiry = max(?3, ?4) + lifetime, finished = NULL, started = NULL,
            attempt = 0, generation = generation + 1, burst = NULL, outcome = NULL WHERE id = ?1
            """,
            [
                .integer(row.id), .text(state.rawValue), .integer(state == .homeless ? now : due), .integer(now),
            ])
        try AttemptTable(connection).add(note, generation: Int(row.generation) + 1, number: 0, of: row.id, now)
        guard state == .waiting, let key = row.key else { return }
        try promote(row.route, key)
    }

    /// Cancels a delivery that has not begun: `DeliveryStore.cancel`.
    func cancel(_ id: StoredDeliveryID, note: String, at date: Date) throws(SQLiteError) -> DeliveryState? {
        let now = date.milliseconds
        guard let row = try replayable(id) else { return nil }
        guard row.state.isCancellable else { return row.state }
        try connection.run(
            "UPDATE delivery SET state = 'cancelled', finished = ?2, outcome = ?3 WHERE id = ?1",
            [.integer(row.id), .integer(now), .text(note.cut(toBytes: StoreLimits.reason))])
        try AttemptTable(connection).add(note, generation: Int(row.generation), number: 0, of: row.id, now)
        if row.state == .ready, let key = row.key { try promote(row.route, key) }
        return row.state
    }

    /// Makes deliveries homeless or brings them back: `DeliveryStore.adopt`.
    func adopt(routes present: Set<StoredRoute>, at date: Date) throws(SQLiteError) -> Int {
        let now = date.milliseconds
        try routes.setPresent(present)
        // One statement for each state, so that its index answers.
        for state in [DeliveryState.ready, .waiting] {
            try connection.run(
                """
                UPDATE delivery SET state = 'homeless', due = ?1
                WHERE state = '\(state.rawValue)' AND route IN (SELECT id FROM route WHERE NOT is_present)
                """, [.integer(now)])
        }
        // The time without a home does not count for the expiry. All of a key wait, and the oldest is promoted.
        try connection.run(
            """
            UPDATE delivery SET state = CASE WHEN key IS NULL THEN 'ready' ELSE 'waiting' END, due = ?1,
            expiry = expiry + max(0, ?1 - due)
            WHERE state = 'homeless' AND route IN (SELECT id FROM route WHERE is_present)
            """, [.integer(now)])
        try promoteAll()
        return try connection.row("SELECT count(*) FROM delivery WHERE state = 'homeless'") { Int($0.int(0)) } ?? 0
    }
}
