internal import struct FoundationEssentials.Date

/// Lists of deliveries. They need no more than a connection: a long one is read beside the store's thread.
struct DeliveryList {
    /// A statement with the values of its parameters.
    struct Statement {
        var sql: String
        var values: [SQLiteValue]
    }

    private let connection: SQLiteConnection

    init(_ connection: SQLiteConnection) { self.connection = connection }

    /// Reads whole records.
    /// - Parameter condition: what follows `FROM`, from `WHERE` on. The table is `delivery`.
    func records(_ condition: String, _ values: [SQLiteValue] = []) throws(SQLiteError) -> [DeliveryRecord] {
        let statement = Self.statement(condition, values)
        return try connection.rows(statement.sql, statement.values, \.deliveryRecord)
    }

    /// Lists deliveries: `DeliveryStore.deliveries`.
    func deliveries(_ query: DeliveryQuery) throws(SQLiteError) -> [DeliveryRecord] {
        let statement = try statement(query)
        return try connection.rows(statement.sql, statement.values, \.deliveryRecord)
    }

    /// The statement that reads a list.
    func statement(_ query: DeliveryQuery) throws(SQLiteError) -> Statement {
        var condition = "WHERE TRUE"
        var values: [SQLiteValue] = []
        func require(_ text: String, _ value: SQLiteValue) {
            values.append(value)
            condition += " AND \(text) ?\(values.count)"
        }
        if let id = query.id { require("delivery.id =", .integer(id.rawValue)) }
        if let plugin = query.plugin { require("plugin =", .text(plugin)) }
        if let since = query.since { require("delivery.id >=", .integer(try firstID(since: since.milliseconds))) }
        if let before = query.before { require("delivery.id <", .integer(before.rawValue)) }
        if let prefix = query.requestIDPrefix {
            require("substr(CAST(request_id AS BLOB), 1, \(prefix.utf8.count)) =", .blob(Array(prefix.utf8)))
        }
        let states = DeliveryState.allCases.filter(query.states.contains)
        if !states.isEmpty {
            // SQLite uses the index of a state for a condition that names this state alone.
            let lists = states.compactMap(\.indexCondition).map { "SELECT id FROM delivery WHERE \($0)" }
            let names = states.map { "'\($0.rawValue)'" }
            condition +=
                lists.count == states.count
                ? " AND delivery.id IN (\(lists.joined(separator: " UNION ALL ")))"
                : " AND state IN (\(names.joined(separator: ", ")))"
        }
        values.append(SQLiteValue(max(0, query.limit)))
        return Self.statement("\(condition) ORDER BY delivery.id DESC LIMIT ?\(values.count)", values)
    }

    private static func statement(_ condition: String, _ values: [SQLiteValue]) -> Statement {
        Statement(
            sql: """
                SELECT delivery.id, request_id, origin, plugin, label, event, key, state, received, due, started,
                finished, expiry, attempt, crashes, generation, outcome, size
                FROM delivery CROSS JOIN route ON route.id = delivery.route \(condition)
                """, values: values)
    }

    /// A number that all deliveries have reached which were received at this time or later, in milliseconds, and no
    /// others. It is found in a few steps: the later a delivery was received, the greater is its number.
    private func firstID(since time: Int64) throws(SQLiteError) -> Int64 {
        guard let least = try connection.row("SELECT id FROM delivery ORDER BY id LIMIT 1", [], { $0.int(0) }),
            let greatest = try connection.row("SELECT id FROM delivery ORDER BY id DESC LIMIT 1", [], { $0.int(0) })
        else { return 0 }
        var (low, high) = (least, greatest + 1)
        while low < high {
            let middle = low + (high - low) / 2
            let next = try connection.row(
                "SELECT id, received FROM delivery WHERE id >= ?1 ORDER BY id LIMIT 1", [.integer(middle)]
            ) { (id: $0.int(0), received: $0.int(1)) }
            if let next, next.received < time { low = next.id + 1 } else { high = middle }
        }
        return low
    }
}

extension DeliveryState {
    /// The condition for which an index lists the deliveries of this state; nil if most deliveries end in it.
    var indexCondition: String? {
        switch self {
        case .ready, .waiting, .running, .homeless: "state = '\(rawValue)'"
        case .dead, .quarantined: "state = '\(rawValue)' AND finished IS NOT NULL AND stored IS NOT NULL"
        case .done, .superseded, .cancelled: nil
        }
    }
}

extension SQLiteRow {
    fileprivate var deliveryRecord: DeliveryRecord {
        DeliveryRecord(
            id: StoredDeliveryID(rawValue: int(0)), requestID: text(1),
            origin: DeliveryOrigin(stored: text(2)),
            route: StoredRoute(plugin: text(3), label: text(4)), event: optionalText(5), key: optionalText(6),
            state: DeliveryState(stored: text(7)), received: Date(milliseconds: int(8)),
            due: Date(milliseconds: int(9)),
            started: optionalInt(10).map(Date.init(milliseconds:)),
            finished: optionalInt(11).map(Date.init(milliseconds:)), expiry: Date(milliseconds: int(12)),
            attempt: Int(int(13)), crashes: Int(int(14)), generation: Int(int(15)), outcome: optionalText(16),
            size: Int(int(17)))
    }
}
