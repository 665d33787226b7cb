internal import HarkPostgreSQL
internal import HarkStore

extension Transaction {
    /// Enters this machine into the list.
    /// - Returns: its number.
    func enter(name: String) throws(PostgreSQLError) -> Int64 {
        let isFirst = try row("SELECT NOT EXISTS (SELECT FROM machine WHERE seen > $1)", [.time(now - Self.absence)]) {
            $0.bool(0)
        }
        if isFirst == true { try spreadRetried() }
        return try row(
            "INSERT INTO machine (name, opened, seen) VALUES ($1, $2, $2) RETURNING id", [.text(name), .time(now)]
        ) { $0.int(0) } ?? 0
    }

    /// Says that this machine is alive.
    func beSeen(name: String) throws(PostgreSQLError) {
        let count = try run("UPDATE machine SET seen = $2 WHERE id = $1", [.int(machine.id), .time(now)])
        if count > 0 { return }
        // Others thought that it was gone. It has lost its leases, and the list of its routes.
        try run(
            "INSERT INTO machine (id, name, opened, seen) OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $3)",
            [.int(machine.id), .text(name), .time(now)])
        guard let routes = machine.adopted else { return }
        try run(
            "INSERT INTO machine_route (machine, route) SELECT $1, unnest($2::bigint[])",
            [.int(machine.id), .ints(routes.sorted())])
    }

    /// Removes this machine from the list.
    func leave() throws(PostgreSQLError) { try run("DELETE FROM machine WHERE id = $1", [.int(machine.id)]) }

    /// Removes machines from the list that are gone.
    func removeAbsent() throws(PostgreSQLError) {
        let gone = try run(
            "DELETE FROM machine WHERE seen < $1 AND id <> $2", [.time(now - Self.absence), .int(machine.id)])
        guard gone > 0, machine.adopted != nil else { return }
        try lock("routes")
        try updatePresence()
    }

    /// The deliveries that this machine runs, as the server knows.
    func running() throws(PostgreSQLError) -> Set<Int64> {
        Set(
            try rows("SELECT id FROM delivery WHERE state = 'running' AND owner = $1", [.int(machine.id)]) { $0.int(0) }
        )
    }
}
