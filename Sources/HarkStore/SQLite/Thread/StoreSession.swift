internal import struct FoundationEssentials.Date

/// What the store's thread works with: the connection, and what is known of the tables in memory.
final class StoreSession {
    let connection: SQLiteConnection
    let deliveries: DeliveryTable
    /// The time by the wall clock.
    let clock: @Sendable () -> Date
    /// The durability that the connection has now.
    private var isDurable = true

    /// - Parameter connection: has the store's tables, and `synchronous=FULL`.
    init(_ connection: SQLiteConnection, clock: @escaping @Sendable () -> Date) throws(SQLiteError) {
        self.connection = connection
        self.clock = clock
        deliveries = try DeliveryTable(connection, at: clock())
    }

    var now: Date { clock() }

    /// Begins a transaction that may write. Its commit survives the loss of power if it is durable; else the death of
    /// the process only, until the next durable one.
    func begin(isDurable: Bool) throws(SQLiteError) {
        if isDurable != self.isDurable {
            try connection.script(isDurable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL")
            self.isDurable = isDurable
        }
        try connection.run("BEGIN IMMEDIATE")
        deliveries.began()
    }

    func commit() throws(SQLiteError) { try connection.run("COMMIT") }

    /// Undoes the transaction, if SQLite has not done so.
    func rollBack() {
        // If this fails, the connection is still in the transaction, and the next one cannot begin.
        if connection.isInTransaction { try? connection.run("ROLLBACK") }
        deliveries.rolledBack()
    }

    /// Runs `body` in a transaction of its own.
    func transaction<Value>(
        isDurable: Bool = false, _ body: () throws(SQLiteError) -> Value
    ) throws(SQLiteError) -> Value {
        try begin(isDurable: isDurable)
        do {
            let value = try body()
            try commit()
            return value
        } catch {
            rollBack()
            throw error
        }
    }
}
