internal import HarkPostgreSQL
internal import HarkStore

extension Transaction {
    /// What a replay needs to know of a delivery.
    private struct Replayable {
        var id: Int64
        var state: DeliveryState
        var lane: Lane?
        var generation: Int
        /// Whether its request is still stored.
        var hasPayload: Bool
        /// Whether a machine has its route.
        var isRoutePresent: Bool
    }

    /// Runs a delivery again: `DeliveryStore.replay`.
    /// - Parameter due: in the server's time.
    func replay(_ id: StoredDeliveryID, due: Int64?, note: String) throws(PostgreSQLError) -> DeliveryState? {
        guard let row = try lockReplayable(id), row.hasPayload else { return nil }
        switch ReplayDecision(of: row.state) {
        case .leave: break
        case .makeDue:
            try run("UPDATE delivery SET due = $2 WHERE id = $1", [.int(row.id), .time(now)])
            try addAttempts([(row.id, row.generation, 0, note)])
            wakesOthers = true
        case .restart: try restart(row, due: due ?? now, note: note)
        }
        return row.state
    }

    /// Cancels a delivery that has not begun: `DeliveryStore.cancel`.
    func cancel(_ id: StoredDeliveryID, note: String) throws(PostgreSQLError) -> DeliveryState? {
        guard let row = try lockReplayable(id) else { return nil }
        guard row.state.isCancellable else { return row.state }
        try run(
            "UPDATE delivery SET state = 'cancelled', finished = $2, outcome = $3 WHERE id = $1",
            [.int(row.id), .time(now), .text(note.cut(toBytes: StoreLimits.reason))])
        try addAttempts([(row.id, row.generation, 0, note)])
        if row.state == .ready, let lane = row.lane, try promote([lane]) { wakesOthers = true }
        return row.state
    }

    private func lockReplayable(_ id: StoredDeliveryID) throws(PostgreSQLError) -> Replayable? {
        // The lane first: that is the order of all transactions.
        try lock(lanes(of: [id.rawValue]))
        return try row(
            """
            SELECT state, route, key, generation, coalesce(stored, 0) > 0, is_present
            FROM delivery JOIN route ON route.id = delivery.route WHERE delivery.id = $1 FOR NO KEY UPDATE OF delivery
            """, [.int(id.rawValue)]
        ) { row in
            Replayable(
                id: id.rawValue, state: DeliveryState(stored: row.text(0)),
                lane: row.optionalText(2).map { Lane(route: row.int(1), key: $0) }, generation: Int(row.int(3)),
                hasPayload: row.bool(4), isRoutePresent: row.bool(5))
        }
    }

    /// Begins a new generation of a finished delivery. It waits while its key has an active one.
    private func restart(_ row: Replayable, due: Int64, note: String) throws(PostgreSQLError) {
        let state = DeliveryState(restartedWithKey: row.lane != nil, isRoutePresent: row.isRoutePresent)
        // One that was quarantined runs alone: one more crash quarantines it again.
        try run(
            """
            UPDATE delivery SET state = $2, due = CASE $2 WHEN 'homeless' THEN $4 ELSE $3 END,
            expiry = greatest($3, $4) + lifetime * interval '1 millisecond', finished = NULL, started = NULL,
            attempt = 0, generation = generation + 1, crashes = least(crashes, $5), burst = NULL, outcome = NULL
            WHERE id = $1
            """,
            [
                .int(row.id), .text(state.rawValue), .time(due), .time(now), .int(Int64(StoreLimits.crashes - 1)),
            ])
        try addAttempts([(row.id, row.generation + 1, 0, note)])
        switch state {
        case .waiting: if let lane = row.lane, try promote([lane]) { wakesOthers = true }
        case .ready: if due <= now { wakesOthers = true }
        default: break
        }
    }
}
