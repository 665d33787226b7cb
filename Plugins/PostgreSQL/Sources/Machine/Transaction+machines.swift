internal import HarkPostgreSQL
internal import HarkStore

extension Transaction {
    /// Enters this machine into the list.
    /// - Returns: its number.
    func enter(name: String) throws(PostgreSQLError) -> Int64 {
        let isFirst = try row("SELECT NOT EXISTS (SELECT FROM machine WHERE seen > $1)", [.time(now - machine.lease)]) {
            $0.bool(0)
        }
        if isFirst == true { try spreadRetried() }
        // A command enters too: without a machine that stays, the times between its calls must not look like seen ones.
        try noteTime(ifMore: StoreLimits.unseenTime.milliseconds)
        return try row(
            "INSERT INTO machine (name, opened, seen) VALUES ($1, $2, $2) RETURNING id", [.text(name), .time(now)]
        ) { $0.int(0) } ?? 0
    }

    /// Notes the server's time, about once a minute. What no machine has seen, because none ran or the server's clock
    /// was set, makes nothing older. Waits go on as before if the clock was set back.
    /// - Parameter least: the milliseconds since the last note after which there is another one.
    func noteTime(ifMore least: Int64 = StoreLimits.noteInterval.milliseconds) throws(PostgreSQLError) {
        let query = "SELECT value FROM meta WHERE name = 'latest time'"
        let known = try row(query) { $0.int(0) }
        if let known, abs(now - known) <= least { return }
        // The row is locked, so that one machine alone finds the gap.
        let last = try row("\(query) FOR UPDATE") { $0.int(0) }
        try run(
            """
            INSERT INTO meta (name, value) VALUES ('latest time', $1) ON CONFLICT (name) DO UPDATE SET value = $1
            """, [.int(now)])
        guard let passed = last.map({ now - $0 }) else { return }
        // Less may be what the row was locked for.
        let isSetBack = passed <= -StoreLimits.noteInterval.milliseconds
        if isSetBack { try moveWaits(passed) }
        if isSetBack || passed > StoreLimits.unseenTime.milliseconds { try leaveOut(passed) }
    }

    /// Moves what waits for its time along with a clock that was set back.
    private func moveWaits(_ milliseconds: Int64) throws(PostgreSQLError) {
        try run(
            """
            UPDATE delivery SET due = greatest($2, due + $1 * interval '1 millisecond')
            WHERE state IN ('ready', 'waiting') AND due > $2
            """, [.int(milliseconds), .time(now)])
    }

    private func leaveOut(_ milliseconds: Int64) throws(PostgreSQLError) {
        for (change, condition) in [
            ("delivery SET expiry = expiry +", "state IN ('ready', 'waiting', 'running')"),
            ("message SET created = created +", "finished IS NULL"),
        ] {
            try run("UPDATE \(change) $1 * interval '1 millisecond' WHERE \(condition)", [.int(milliseconds)])
        }
        guard milliseconds > 0 else {
            let names = try rows("SELECT name FROM meta WHERE starts_with(name, $1)", [.text(UnseenTimes.prefix)]) {
                $0.text(0)
            }
            try run("DELETE FROM meta WHERE name = ANY ($1)", [.texts(UnseenTimes.names(names, after: now))])
            return
        }
        // What is finished or homeless keeps its time, and is kept for longer.
        try run(
            "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2",
            [.text("\(UnseenTimes.prefix)\(now)"), .int(milliseconds)])
        let forgotten = try unseenTimes().forgotten(at: now)
        if !forgotten.isEmpty { try run("DELETE FROM meta WHERE name = ANY ($1)", [.texts(forgotten)]) }
    }

    /// The times in which no machine used the store, up to now.
    func unseenTimes() throws(PostgreSQLError) -> UnseenTimes {
        var rows = try rows(
            "SELECT name, value FROM meta WHERE starts_with(name, $1) OR name = 'latest time'",
            [.text(UnseenTimes.prefix)]
        ) { (name: $0.text(0), length: $0.int(1)) }
        // The latest one may not have been noted yet.
        if let latest = rows.first(where: { $0.name == "latest time" })?.length,
            now - latest > StoreLimits.unseenTime.milliseconds
        {
            rows.append((name: "\(UnseenTimes.prefix)\(now)", length: now - latest))
        }
        return UnseenTimes(rows, now: now)
    }

    /// Says that this machine is alive.
    /// - Returns: whether others could have thought that it was gone, and its routes with it.
    func renewPresence(name: String) throws(PostgreSQLError) -> Bool {
        let last = try row("SELECT seen FROM machine WHERE id = $1 FOR UPDATE", [.int(machine.id)]) { $0.time(0) }
        if let last {
            try run("UPDATE machine SET seen = $2 WHERE id = $1", [.int(machine.id), .time(now)])
            return last < now - machine.lease
        }
        try run(
            "INSERT INTO machine (id, name, opened, seen) OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $3)",
            [.int(machine.id), .text(name), .time(now)])
        if let routes = machine.adopted {
            try run(
                "INSERT INTO machine_route (machine, route) SELECT $1, unnest($2::bigint[])",
                [.int(machine.id), .ints(routes.sorted())])
        }
        return true
    }

    /// Removes this machine from the list. What it holds is free.
    func leave() throws(PostgreSQLError) {
        let released = try run(
            "UPDATE lease SET until = $2 WHERE owner = $1 AND until > $2", [.int(machine.id), .time(now)])
        if released > 0 { wakesOthers = true }
        try run("DELETE FROM machine WHERE id = $1", [.int(machine.id)])
    }

    /// Takes or keeps what one machine at a time may hold: `DeliveryStore.holdLease`.
    func holdLease(_ name: String, milliseconds: Int64) throws(PostgreSQLError) -> Int64? {
        try row(
            """
            INSERT INTO lease (name, owner, term, until) VALUES ($1, $2, 1, $3)
            ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until,
            term = lease.term + CASE WHEN lease.owner = excluded.owner AND lease.until > $4 THEN 0 ELSE 1 END
            WHERE lease.owner = excluded.owner OR lease.until <= $4 RETURNING term
            """, [.text(name), .int(machine.id), .time(now + milliseconds), .time(now)]
        ) { $0.int(0) }
    }

    /// Gives up what this machine holds. Its row stays, so that terms grow.
    func releaseLease(_ name: String) throws(PostgreSQLError) {
        let released = try run(
            "UPDATE lease SET until = $3 WHERE name = $1 AND owner = $2 AND until > $3",
            [.text(name), .int(machine.id), .time(now)])
        if released > 0 { wakesOthers = true }
    }

    /// The name of the machine that holds something: `DeliveryStore.leaseHolder`.
    func leaseHolder(_ name: String) throws(PostgreSQLError) -> String? {
        try row(
            "SELECT machine.name FROM lease JOIN machine ON machine.id = owner WHERE lease.name = $1 AND until > $2",
            [.text(name), .time(now)]
        ) { $0.text(0) }
    }

    /// Removes machines from the list that are gone.
    /// - Returns: whether the presence of routes was looked at, so that `promoteAll` has to follow.
    func removeAbsent() throws(PostgreSQLError) -> Bool {
        let gone = try run(
            "DELETE FROM machine WHERE seen < $1 AND id <> $2", [.time(now - machine.lease), .int(machine.id)])
        guard gone > 0, machine.adopted != nil else { return false }
        try lock("routes")
        try updatePresence()
        return true
    }

    /// What this machine runs, as the server knows: deliveries and their tokens.
    func running() throws(PostgreSQLError) -> [Int64: Int64] {
        let running = try rows(
            "SELECT id, starts FROM delivery WHERE state = 'running' AND owner = $1", [.int(machine.id)]
        ) { ($0.int(0), $0.int(1)) }
        return Dictionary(running) { first, _ in first }
    }
}
