// Deliveries are due by the wall clock, which someone may set back: without this, they would wait until it is again what
// it was. One that is set forward makes them due earlier, which harms less.
extension DeliveryTable {
    /// From this on, in milliseconds, a clock that is behind its last value was set back.
    private static let leastJump: Int64 = 5000

    /// No delivery waits for longer than a day, in milliseconds: neither for another attempt nor for the end of a burst.
    static let longestWait: Int64 = 86_400_000

    /// Moves the deliveries that wait for their time along with a wall clock that was set back.
    func noteTime(_ now: Int64) throws(SQLiteError) {
        let jump = latestTime - now
        latestTime = now
        guard jump > Self.leastJump else { return }
        for condition in ["state = 'ready' AND queue IN (0, 1, 2, 3)", "state = 'waiting'"] {
            try connection.run(
                "UPDATE delivery SET due = max(?1, due - ?2) WHERE \(condition) AND due > ?1",
                [.integer(now), .integer(jump)])
        }
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
