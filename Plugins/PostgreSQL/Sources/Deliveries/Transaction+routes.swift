internal import HarkPostgreSQL
internal import HarkStore

extension Transaction {
    /// The numbers of routes that this machine has, new ones included.
    func know(_ routes: Set<StoredRoute>) throws(PostgreSQLError) -> [StoredRoute: Int64] {
        let routes = Array(routes)
        let names: [PostgreSQLValue] = [.texts(routes.map(\.plugin)), .texts(routes.map(\.label))]
        try run(
            """
            INSERT INTO route (plugin, label, is_present)
            SELECT plugin, label, TRUE FROM unnest($1::text[], $2::text[]) AS new (plugin, label) ORDER BY plugin, label
            ON CONFLICT (plugin, label) DO UPDATE SET is_present = TRUE WHERE NOT route.is_present
            """, names)
        let found = try rows(
            """
            SELECT place, route.id FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (plugin, label, place)
            JOIN route ON route.plugin = asked.plugin AND route.label = asked.label
            """, names
        ) { (routes[Int($0.int(0)) - 1], $0.int(1)) }
        try run(
            """
            INSERT INTO machine_route (machine, route) SELECT $1, route FROM unnest($2::bigint[]) AS new (route)
            ON CONFLICT DO NOTHING
            """, [.int(machine.id), .ints(found.map(\.1))])
        return Dictionary(found) { first, _ in first }
    }

    /// The numbers of routes, as far as they have any.
    func numbers(of routes: Set<StoredRoute>) throws(PostgreSQLError) -> [Int64] {
        if routes.isEmpty { return [] }
        let routes = Array(routes)
        return try rows(
            """
            SELECT id FROM route JOIN unnest($1::text[], $2::text[]) AS asked (plugin, label)
            ON route.plugin = asked.plugin AND route.label = asked.label
            """, [.texts(routes.map(\.plugin)), .texts(routes.map(\.label))]
        ) { $0.int(0) }
    }

    /// Makes deliveries homeless or brings them back: `DeliveryStore.adopt`. A route is present while one machine that
    /// is alive has it: machines are restarted with a newer bot one by one. `promoteAll` does the rest, again and again
    /// until all are promoted.
    func adopt(_ routes: Set<StoredRoute>) throws(PostgreSQLError) -> (numbers: [StoredRoute: Int64], homeless: Int) {
        try lock("routes")
        try run("DELETE FROM machine_route WHERE machine = $1", [.int(machine.id)])
        let numbers = try know(routes)
        try updatePresence()
        let homeless = try row("SELECT count(*) FROM delivery WHERE state = 'homeless'") { Int($0.int(0)) }
        return (numbers, homeless ?? 0)
    }

    /// Makes the deliveries of absent routes homeless, and those of present ones ready or, if they have keys, waiting:
    /// `promoteAll` has to follow. The lock on routes is held.
    func updatePresence() throws(PostgreSQLError) {
        try run(
            """
            UPDATE route SET is_present = NOT is_present WHERE is_present <> (id IN (
                SELECT route FROM machine_route JOIN machine ON machine.id = machine_route.machine
                WHERE machine.seen > $1 OR machine.id = $2))
            """, [.time(now - machine.lease), .int(machine.id)])
        try run(
            """
            UPDATE delivery SET state = 'homeless', due = $1
            WHERE state IN ('ready', 'waiting') AND route IN (SELECT id FROM route WHERE NOT is_present)
            """, [.time(now)])
        // The time without a home does not count for the expiry. All of a key wait, and the oldest is promoted.
        let count = try run(
            """
            UPDATE delivery SET state = CASE WHEN key IS NULL THEN 'ready' ELSE 'waiting' END, due = $1,
            expiry = expiry + greatest(interval '0', $1 - due)
            WHERE state = 'homeless' AND route IN (SELECT id FROM route WHERE is_present)
            """, [.time(now)])
        if count > 0 { wakesOthers = true }
    }
}
