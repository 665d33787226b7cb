internal import struct FoundationEssentials.Date

extension DeliveryTable {
    /// A request as it is stored.
    struct Payload {
        /// The request; its body is empty if that is in a file.
        var stored: StoredPayload
        /// Whether the engine has the body in a file.
        var isBodyInFile: Bool
    }

    /// Reads whole records.
    /// - Parameter condition: what follows `FROM`, from `WHERE` on. The table is `delivery`.
    func records(_ condition: String, _ values: [SQLiteValue] = []) throws(SQLiteError) -> [DeliveryRecord] {
        try connection.rows(
            """
            SELECT delivery.id, request_id, origin, plugin, label, event, key, state, received, due, started, finished,
            expiry, attempt, crashes, generation, outcome, size
            FROM delivery CROSS JOIN route ON route.id = delivery.route \(condition)
            """, values, \.deliveryRecord)
    }

    /// Lists deliveries: `DeliveryStore.deliveries`.
    func deliveries(_ query: DeliveryQuery) throws(SQLiteError) -> [DeliveryRecord] {
        var condition = "WHERE TRUE"
        var values: [SQLiteValue] = []
        func require(_ text: String, _ value: SQLiteValue) {
            values.append(value)
            condition += " AND \(text) ?\(values.count)"
        }
        if let id = query.id { require("delivery.id =", .integer(id.rawValue)) }
        if let plugin = query.plugin { require("plugin =", .text(plugin)) }
        if let since = query.since { require("received >=", .integer(since.milliseconds)) }
        if let before = query.before { require("delivery.id <", .integer(before.rawValue)) }
        if let prefix = query.requestIDPrefix {
            require("substr(CAST(request_id AS BLOB), 1, \(prefix.utf8.count)) =", .blob(Array(prefix.utf8)))
        }
        if !query.states.isEmpty { condition += " AND state IN (\(query.states.sqlList))" }
        // Those in a few states are found by the indexes of these states, without a look at all others.
        if !query.states.isEmpty, query.states.isSubset(of: [.dead, .quarantined]) {
            condition += " AND finished IS NOT NULL AND stored IS NOT NULL"
        }
        let isIndexed = query.states.count == 1 && query.states.allSatisfy(\.isUnfinished)
        values.append(SQLiteValue(max(0, query.limit)))
        // The plus keeps SQLite from going through the rows in the order of their numbers.
        return try records(
            "\(condition) ORDER BY \(isIndexed ? "+" : "")delivery.id DESC LIMIT ?\(values.count)", values)
    }

    /// The request of a delivery.
    func payload(of id: StoredDeliveryID) throws(SQLiteError) -> Payload? {
        try connection.row("SELECT head, body FROM payload WHERE id = ?1", [.integer(id.rawValue)]) {
            let body = $0.optionalBytes(1)
            return Payload(stored: StoredPayload(head: $0.bytes(0), body: body ?? []), isBodyInFile: body == nil)
        }
    }

    /// Counts deliveries: `DeliveryStore.summary`. The size is that of the database's pages.
    func summary(at date: Date) throws(SQLiteError) -> StoreSummary {
        var summary = StoreSummary()
        // Each state has its own condition, so that its index answers.
        for state in [DeliveryState.ready, .waiting, .running, .homeless, .dead, .quarantined] {
            let isFinished = state.isUnfinished ? "" : "AND finished IS NOT NULL AND stored IS NOT NULL"
            let count = try connection.row(
                "SELECT count(*) FROM delivery WHERE state = '\(state.rawValue)' \(isFinished)"
            ) { Int($0.int(0)) }
            if let count, count > 0 { summary.deliveries[state] = count }
        }
        // The index has the earliest one of each queue first.
        for queue in 0...3 {
            let oldest = try connection.row(
                "SELECT due FROM delivery WHERE state = 'ready' AND queue = ?1 AND due <= ?2 ORDER BY due LIMIT 1",
                [SQLiteValue(queue), .integer(date.milliseconds)]
            ) { Date(milliseconds: $0.int(0)) }
            summary.oldestReady = [summary.oldestReady, oldest].compactMap(\.self).min()
        }
        let size = try connection.row("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size") {
            Int($0.int(0))
        }
        summary.size = size ?? 0
        return summary
    }
}

extension Set<DeliveryState> {
    /// The states as a list for SQL, in a fixed order, so that equal sets make equal statements.
    var sqlList: String {
        DeliveryState.allCases.filter(contains).map { "'\($0.rawValue)'" }.joined(separator: ", ")
    }
}

extension SQLiteRow {
    /// A state. One that only a newer binary knows is shown as dead; its row is not changed.
    func deliveryState(_ column: Int32) -> DeliveryState { DeliveryState(rawValue: text(column)) ?? .dead }

    fileprivate var deliveryRecord: DeliveryRecord {
        DeliveryRecord(
            id: StoredDeliveryID(rawValue: int(0)), requestID: text(1),
            origin: DeliveryOrigin(rawValue: text(2)) ?? .webhook,
            route: StoredRoute(plugin: text(3), label: text(4)), event: optionalText(5), key: optionalText(6),
            state: deliveryState(7), received: Date(milliseconds: int(8)), due: Date(milliseconds: int(9)),
            started: optionalInt(10).map(Date.init(milliseconds:)),
            finished: optionalInt(11).map(Date.init(milliseconds:)), expiry: Date(milliseconds: int(12)),
            attempt: Int(int(13)), crashes: Int(int(14)), generation: Int(int(15)), outcome: optionalText(16),
            size: Int(int(17)))
    }
}
