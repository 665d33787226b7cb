internal import struct FoundationEssentials.Date

/// The messages to rooms.
struct MessageTable {
    private static let columns =
        "id, delivery, network, room, content, state, attempts, created, finished, remote_id, error"

    let connection: SQLiteConnection

    init(_ connection: SQLiteConnection) { self.connection = connection }

    /// Stores a message: `DeliveryStore.addMessage`.
    func add(_ message: NewStoredMessage, at date: Date) throws(SQLiteError) -> AddedMessage {
        let said = SQLiteValue(message.repetitionKey?.bytes)
        let repeated = try connection.row(
            "SELECT \(Self.columns) FROM message WHERE said = ?1 AND said IS NOT NULL", [said], \.storedMessage)
        if let repeated { return .repetition(repeated) }
        try connection.run(
            """
            INSERT INTO message (delivery, network, room, content, said, state, attempts, created)
            VALUES (?1, ?2, ?3, ?4, ?5, 'pending', 0, ?6)
            """,
            [
                SQLiteValue(message.delivery?.rawValue), .text(message.network), .text(message.room),
                .blob(message.content), said, .integer(date.milliseconds),
            ])
        let id = try connection.row("SELECT last_insert_rowid()") { $0.int(0) }
        return .stored(StoredMessageID(rawValue: id ?? 0))
    }

    /// Records what became of a message: `DeliveryStore.updateMessage`.
    func update(_ id: StoredMessageID, _ change: MessageChange, at date: Date) throws(SQLiteError) {
        try connection.run(
            """
            UPDATE message SET state = ?2, attempts = attempts + ?3,
            finished = CASE WHEN ?4 THEN NULL ELSE coalesce(finished, ?5) END,
            remote_id = coalesce(?6, remote_id), error = ?7, content = coalesce(?8, content)
            WHERE id = ?1 AND (finished IS NULL OR ?2 = 'sent')
            """,
            [
                .integer(id.rawValue), .text(change.state.rawValue), change.state == .sending ? 1 : 0,
                change.state.isUnsent ? 1 : 0, .integer(date.milliseconds), SQLiteValue(change.remoteID),
                SQLiteValue(change.error?.cut(toBytes: StoreLimits.reason)), SQLiteValue(change.content),
            ])
    }

    /// Lists messages: `DeliveryStore.messages`.
    func messages(_ query: MessageQuery) throws(SQLiteError) -> [StoredMessage] {
        let (sql, values) = Self.statement(query)
        return try connection.rows(sql, values, \.storedMessage)
    }

    /// The statement that reads a list, and the values of its parameters.
    static func statement(_ query: MessageQuery) -> (sql: String, values: [SQLiteValue]) {
        // The index of unsent messages finds them without a look at the others. The plus keeps SQLite from going
        // through all in the order of their numbers; those of one room have this order in the index too.
        let isUnsent = !query.states.isEmpty && query.states.allSatisfy(\.isUnsent)
        let number = isUnsent && (query.network == nil || query.room == nil) ? "+id" : "id"
        var condition = "WHERE TRUE"
        var values: [SQLiteValue] = []
        func require(_ text: String, _ value: SQLiteValue) {
            values.append(value)
            condition += " AND \(text) ?\(values.count)"
        }
        if let network = query.network { require("network =", .text(network)) }
        if let room = query.room { require("room =", .text(room)) }
        if let after = query.after { require("\(number) \(query.isNewestFirst ? "<" : ">")", .integer(after.rawValue)) }
        if !query.states.isEmpty {
            let states = StoredMessageState.allCases.filter(query.states.contains).map { "'\($0.rawValue)'" }
            condition += " AND state IN (\(states.joined(separator: ", ")))"
        }
        if isUnsent { condition += " AND finished IS NULL" }
        values.append(SQLiteValue(max(0, query.limit)))
        return (
            """
            SELECT \(columns) FROM message \(condition)
            ORDER BY \(number) \(query.isNewestFirst ? "DESC" : "ASC") LIMIT ?\(values.count)
            """, values
        )
    }

    /// Adds the unsent messages to a summary.
    func summarize(into summary: inout StoreSummary) throws(SQLiteError) {
        let networks = try connection.rows(
            "SELECT network, count(*), min(id) FROM message WHERE finished IS NULL GROUP BY network"
        ) { (name: $0.text(0), count: Int($0.int(1)), oldest: $0.int(2)) }
        for network in networks { summary.unsentMessages[network.name] = network.count }
        guard let oldest = networks.map(\.oldest).min() else { return }
        summary.oldestMessage = try connection.row("SELECT created FROM message WHERE id = ?1", [.integer(oldest)]) {
            Date(milliseconds: $0.int(0))
        }
    }

    /// Deletes messages that left the unsent states by this time, in milliseconds. The newest one stays, so that its
    /// number is not given again.
    /// - Returns: how many were deleted.
    func prune(finishedBy time: Int64, limit: Int) throws(SQLiteError) -> Int {
        try connection.run(
            """
            DELETE FROM message WHERE id IN (
                SELECT id FROM message WHERE finished IS NOT NULL AND finished <= ?1
                AND id < (SELECT max(id) FROM message) LIMIT ?2)
            """, [.integer(time), SQLiteValue(limit)])
        return connection.changes
    }
}

extension SQLiteRow {
    fileprivate var storedMessage: StoredMessage {
        StoredMessage(
            id: StoredMessageID(rawValue: int(0)), delivery: optionalInt(1).map(StoredDeliveryID.init(rawValue:)),
            network: text(2), room: text(3), content: bytes(4),
            state: StoredMessageState(stored: text(5)), attempts: Int(int(6)),
            created: Date(milliseconds: int(7)), finished: optionalInt(8).map(Date.init(milliseconds:)),
            remoteID: optionalText(9), error: optionalText(10))
    }
}
