/// The routes that have deliveries, and whether the bot has them now.
struct RouteTable {
    let connection: SQLiteConnection
    private var known: [StoredRoute: Int64] = [:]

    init(_ connection: SQLiteConnection) { self.connection = connection }

    /// The number of a route, which the bot has.
    mutating func id(of route: StoredRoute) throws(SQLiteError) -> Int64 {
        if let id = known[route] { return id }
        let names = [SQLiteValue.text(route.plugin), .text(route.label)]
        if let id = try connection.row(
            "SELECT id FROM route WHERE plugin = ?1 AND label = ?2 AND is_present", names, { $0.int(0) })
        {
            // One that this job inserted is not remembered: the job may be undone without its transaction.
            known[route] = id
            return id
        }
        let inserted = try connection.row(
            """
            INSERT INTO route (plugin, label, is_present) VALUES (?1, ?2, 1)
            ON CONFLICT DO UPDATE SET is_present = 1 RETURNING id
            """, names, { $0.int(0) })
        return inserted ?? 0
    }

    /// Notes which routes the bot has.
    mutating func setPresent(_ routes: Set<StoredRoute>) throws(SQLiteError) {
        known = [:]
        try connection.run("UPDATE route SET is_present = 0")
        for route in routes { _ = try id(of: route) }
    }

    /// The numbers of these routes as a JSON array, as far as they have deliveries.
    func list(_ routes: Set<StoredRoute>) throws(SQLiteError) -> String {
        var ids: [Int64] = []
        for route in routes {
            ids += try connection.rows(
                "SELECT id FROM route WHERE plugin = ?1 AND label = ?2", [.text(route.plugin), .text(route.label)],
                { $0.int(0) })
        }
        return "[\(ids.map(String.init).joined(separator: ","))]"
    }

    /// Forgets what a transaction inserted that was rolled back.
    mutating func rolledBack() { known = [:] }
}
