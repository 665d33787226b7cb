internal import struct FoundationEssentials.Date

/// The slots of schedules that were taken.
struct SlotTable {
    let connection: SQLiteConnection

    init(_ connection: SQLiteConnection) { self.connection = connection }

    /// Takes a slot: `DeliveryStore.takeSlot`.
    func take(_ schedule: String, at time: Date) throws(SQLiteError) -> Bool {
        try connection.run(
            "INSERT INTO slot (schedule, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            [.text(schedule), .integer(time.milliseconds)])
        return connection.changes > 0
    }

    /// The latest slot that was taken: `DeliveryStore.latestSlot`.
    func latest(of schedule: String) throws(SQLiteError) -> Date? {
        try connection.row("SELECT max(at) FROM slot WHERE schedule = ?1", [.text(schedule)]) {
            $0.optionalInt(0).map(Date.init(milliseconds:))
        } ?? nil
    }

    /// Deletes slots up to this time, in milliseconds, but not the latest one of a schedule.
    /// - Returns: how many were deleted.
    func prune(by time: Int64, limit: Int) throws(SQLiteError) -> Int {
        try connection.run(
            """
            DELETE FROM slot WHERE rowid IN (
                SELECT rowid FROM slot AS old WHERE at <= ?1
                AND at < (SELECT max(at) FROM slot WHERE schedule = old.schedule) LIMIT ?2)
            """, [.integer(time), SQLiteValue(limit)])
        return connection.changes
    }
}
