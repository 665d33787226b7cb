internal import struct FoundationEssentials.Date

/// The failed attempts of deliveries, and the notes of what people did with them.
struct AttemptTable {
    let connection: SQLiteConnection

    init(_ connection: SQLiteConnection) { self.connection = connection }

    /// Adds an attempt, or a note if its number is 0, and deletes the oldest beyond `StoreLimits.attempts`.
    func add(
        _ text: String, generation: Int, number: Int, of delivery: Int64, _ now: Int64
    ) throws(SQLiteError) {
        try connection.run(
            "INSERT INTO attempt (delivery, generation, number, ended, text) VALUES (?1, ?2, ?3, ?4, ?5)",
            [
                .integer(delivery), SQLiteValue(generation), SQLiteValue(number), .integer(now),
                .text(text.cut(toBytes: StoreLimits.reason)),
            ])
        try connection.run(
            """
            DELETE FROM attempt WHERE delivery = ?1 AND id <= (
                SELECT id FROM attempt WHERE delivery = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)
            """, [.integer(delivery), SQLiteValue(StoreLimits.attempts)])
    }

    /// The attempts of a delivery: `DeliveryStore.attempts`.
    func attempts(of id: StoredDeliveryID) throws(SQLiteError) -> [DeliveryAttempt] {
        try connection.rows(
            "SELECT generation, number, ended, text FROM attempt WHERE delivery = ?1 ORDER BY id",
            [.integer(id.rawValue)]
        ) {
            DeliveryAttempt(
                generation: Int($0.int(0)), number: Int($0.int(1)), ended: Date(milliseconds: $0.int(2)),
                text: $0.text(3))
        }
    }
}
