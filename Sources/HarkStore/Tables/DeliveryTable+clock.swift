// Deliveries are due by the wall clock, which someone may set back: without this, they would wait until it is again
// what it was. One that is set forward makes them due earlier, which harms less, but nothing must become too old by
// that.
extension DeliveryTable {
    /// From this on, in milliseconds, a clock that is behind its last value was set back.
    private static let leastJump: Int64 = 5000

    /// No delivery waits for longer than a day, in milliseconds: neither for another attempt nor for the end of a
    /// burst.
    static let longestWait: Int64 = 86_400_000

    /// Moves the deliveries that wait for their time along with a wall clock that was set back, and the ages of all
    /// along with one that was set back or forward.
    func noteTime(_ now: Int64) throws(SQLiteError) {
        let passed = now - latestTime
        latestTime = now
        if passed < -Self.leastJump {
            for condition in ["state = 'ready' AND queue IN (0, 1, 2, 3)", "state = 'waiting'"] {
                try connection.run(
                    "UPDATE delivery SET due = max(?1, due + ?2) WHERE \(condition) AND due > ?1",
                    [.integer(now), .integer(passed)])
            }
        }
        if isJump(passed) { try leaveOut(passed, until: now) }
        if abs(now - noted) > StoreLimits.noteInterval.milliseconds { try note(now) }
    }

    /// Leaves the time out of account in which no process used the store, or over which the clock was set meanwhile.
    func noteOpening(_ now: Int64) throws(SQLiteError) {
        let passed = try notedTime().map { now - $0 }
        // A command opens the store too: without a bot, the times between its calls must not look like seen ones.
        if let passed, (0...StoreLimits.unseenTime.milliseconds).contains(passed) { return }
        if let passed, isJump(passed) { try leaveOut(passed, until: now) }
        try note(now)
    }

    /// The time that was noted last; nil in a new store.
    func notedTime() throws(SQLiteError) -> Int64? {
        try connection.row("SELECT value FROM meta WHERE name = 'latest time'") { $0.int(0) }
    }

    /// Whether so many milliseconds make nothing older.
    private func isJump(_ passed: Int64) -> Bool {
        passed < -Self.leastJump || passed > StoreLimits.unseenTime.milliseconds
    }

    private func note(_ now: Int64) throws(SQLiteError) {
        try connection.run(
            """
            INSERT INTO meta (name, value) VALUES ('latest time', ?1) ON CONFLICT DO UPDATE SET value = excluded.value
            """, [.integer(now)])
        noted = now
    }

    /// Makes nothing older by a time in which nobody used the store, or over which the clock was set.
    private func leaveOut(_ milliseconds: Int64, until now: Int64) throws(SQLiteError) {
        for state in [DeliveryState.ready, .waiting, .running] {
            try connection.run(
                "UPDATE delivery SET expiry = expiry + ?1 WHERE state = '\(state.rawValue)'", [.integer(milliseconds)])
        }
        try connection.run("UPDATE message SET created = created + ?1 WHERE finished IS NULL", [.integer(milliseconds)])
        guard milliseconds > 0 else {
            let names = try connection.rows("SELECT name FROM meta WHERE name LIKE '\(UnseenTimes.prefix)%'") {
                $0.text(0)
            }
            for name in UnseenTimes.names(names, after: now) {
                try connection.run("DELETE FROM meta WHERE name = ?1", [.text(name)])
            }
            return
        }
        // What is finished or homeless keeps its time, and is kept for longer.
        try connection.run(
            "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value",
            [.text("\(UnseenTimes.prefix)\(now)"), .integer(milliseconds)])
        for name in try unseenTimes(now).forgotten(at: now) {
            try connection.run("DELETE FROM meta WHERE name = ?1", [.text(name)])
        }
    }

    /// The times in which nobody used the store.
    func unseenTimes(_ now: Int64) throws(SQLiteError) -> UnseenTimes {
        let rows = try connection.rows("SELECT name, value FROM meta WHERE name LIKE '\(UnseenTimes.prefix)%'") {
            (name: $0.text(0), length: $0.int(1))
        }
        return UnseenTimes(rows, now: now)
    }

    /// Makes those due that have never run, were not replayed and are not debounced: they have nothing to wait for, and
    /// the clock was set back while no process ran.
    func endWaitsOfFresh(_ now: Int64) throws(SQLiteError) {
        guard latestReceived > now else { return }
        for condition in ["state = 'ready' AND queue = 0", "state = 'waiting'"] {
            try connection.run(
                """
                UPDATE delivery SET due = ?1
                WHERE \(condition) AND due > ?1 AND starts = 0 AND generation = 0 AND burst IS NULL
                """, [.integer(now)])
        }
    }

    /// Shortens waits that are longer than any can be.
    /// - Returns: how many, at most `limit`.
    func shortenWaits(_ now: Int64, limit: Int) throws(SQLiteError) -> Int {
        try connection.run(
            """
            UPDATE delivery SET due = ?1 WHERE id IN (
                SELECT id FROM delivery WHERE state = 'ready' AND queue IN (0, 1, 2, 3) AND due > ?1 LIMIT ?2)
            """, [.integer(now + Self.longestWait), SQLiteValue(limit)])
        return connection.changes
    }
}
