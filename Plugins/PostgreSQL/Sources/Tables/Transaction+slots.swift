internal import HarkPostgreSQL
internal import HarkStore

internal import struct FoundationEssentials.Date

/// Slots of schedules. Their times are the schedules', not the server's: all machines compute the same.
extension Transaction {
    /// Takes a slot: `DeliveryStore.takeSlot`.
    func takeSlot(of schedule: String, at time: Date) throws(PostgreSQLError) -> Bool {
        try run(
            "INSERT INTO slot (schedule, at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            [.text(schedule), .time(time.milliseconds)]) > 0
    }

    /// The latest slot that was taken: `DeliveryStore.latestSlot`.
    func latestSlot(of schedule: String) throws(PostgreSQLError) -> Date? {
        try row("SELECT max(at) FROM slot WHERE schedule = $1", [.text(schedule)]) {
            $0.optionalTime(0).map(Date.init(milliseconds:))
        } ?? nil
    }

    /// Deletes slots up to this time, but not the latest one of a schedule.
    /// - Returns: how many were deleted.
    func pruneSlots(by time: Int64, limit: Int) throws(PostgreSQLError) -> Int {
        try run(
            """
            DELETE FROM slot WHERE (schedule, at) IN (
                SELECT schedule, at FROM slot AS old WHERE at <= $1
                AND at < (SELECT max(at) FROM slot WHERE schedule = old.schedule) LIMIT $2)
            """, [.time(time), .int(Int64(limit))])
    }
}
