internal import HarkPostgreSQL
internal import HarkStore

extension Transaction {
    /// The columns of a record; `delivery` and `route` are in the FROM clause.
    static let recordColumns = """
        delivery.id, request_id, origin, plugin, label, event, key, state, received, due, started, finished, expiry,
        attempt, crashes, generation, outcome, size
        """

    /// Reads whole records.
    /// - Parameter condition: what follows `FROM`, from `WHERE` on. The table is `delivery`.
    func records(_ condition: String, _ values: [PostgreSQLValue] = []) throws(PostgreSQLError) -> [DeliveryRecord] {
        try rows(
            """
            SELECT \(Self.recordColumns) FROM delivery JOIN route ON route.id = delivery.route \(condition)
            """, values, record)
    }

    /// Changes deliveries.
    /// - Parameter update: a statement that changes rows of the table `delivery`.
    /// - Returns: the records of those that were changed, as they are now, in the order of their numbers.
    func changed(_ update: String, _ values: [PostgreSQLValue]) throws(PostgreSQLError) -> [DeliveryRecord] {
        try rows(
            """
            WITH delivery AS (\(update) RETURNING delivery.*)
            SELECT \(Self.recordColumns) FROM delivery JOIN route ON route.id = delivery.route ORDER BY delivery.id
            """, values, record)
    }

    func record(_ row: PostgreSQLRow) -> DeliveryRecord {
        let clock = machine.clock
        return DeliveryRecord(
            id: StoredDeliveryID(rawValue: row.int(0)), requestID: row.text(1),
            origin: DeliveryOrigin(stored: row.text(2)),
            route: StoredRoute(plugin: row.text(3), label: row.text(4)), event: row.optionalText(5),
            key: row.optionalText(6), state: DeliveryState(stored: row.text(7)), received: clock.date(row.time(8)),
            due: clock.date(row.time(9)), started: row.optionalTime(10).map(clock.date),
            finished: row.optionalTime(11).map(clock.date), expiry: clock.date(row.time(12)),
            attempt: Int(row.int(13)), crashes: Int(row.int(14)), generation: Int(row.int(15)),
            outcome: row.optionalText(16), size: Int(row.int(17)))
    }

    /// Lists deliveries: `DeliveryStore.deliveries`.
    func deliveries(_ query: DeliveryQuery) throws(PostgreSQLError) -> [DeliveryRecord] {
        var conditions = Conditions()
        if let id = query.id { conditions.require(.int(id.rawValue)) { "delivery.id = \($0)" } }
        if let plugin = query.plugin { conditions.require(.text(plugin)) { "plugin = \($0)" } }
        if let since = query.since {
            conditions.require(.time(machine.clock.serverTime(since))) { "received >= \($0)" }
        }
        if let before = query.before { conditions.require(.int(before.rawValue)) { "delivery.id < \($0)" } }
        if let prefix = query.requestIDPrefix {
            conditions.require(.text(prefix)) { "starts_with(request_id, \($0))" }
        }
        // Literals, so that the indexes of single states answer.
        if !query.states.isEmpty { conditions.require("state IN (\(query.states.map(\.rawValue).literals))") }
        if !query.states.isEmpty, query.states.isSubset(of: [.dead, .quarantined]) {
            conditions.require("finished IS NOT NULL AND stored IS NOT NULL")
        }
        let isIndexed = query.states.count == 1 && query.states.allSatisfy(\.isUnfinished)
        let limit = conditions.value(.int(Int64(max(0, query.limit))))
        // The sum keeps PostgreSQL from going through all rows in the order of their numbers.
        return try records(
            "\(conditions.sql) ORDER BY delivery.id\(isIndexed ? " + 0" : "") DESC LIMIT \(limit)", conditions.values)
    }

    /// The request of a delivery.
    func payload(of id: StoredDeliveryID) throws(PostgreSQLError) -> StoredPayload? {
        try row("SELECT head, body FROM payload WHERE id = $1", [.int(id.rawValue)]) {
            StoredPayload(head: $0.bytes(0), body: $0.bytes(1))
        }
    }
}
