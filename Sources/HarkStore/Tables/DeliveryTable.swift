internal import struct FoundationEssentials.Date

/// The deliveries, and what is known of them in memory. The store's thread alone uses it, within transactions that the
/// store begins.
///
/// What it remembers may be more than what is stored, after a transaction or a job was undone, never less: every use
/// looks at the row too.
final class DeliveryTable {
    let connection: SQLiteConnection
    var routes: RouteTable
    /// The deliveries by their duplicate keys. They are random, and an index of random keys in the file would halve
    /// the rate of deliveries: each one would change a page of its own.
    private var duplicates = DuplicateIndex()
    private var latestID: Int64 = 0
    private(set) var latestReceived: Int64 = 0
    /// The wall clock when it was last looked at.
    var latestTime: Int64
    /// The same before the transaction.
    private var timeBefore: Int64
    /// The time that the file has.
    var noted = Int64.min / 2

    /// The deliveries of an open database.
    init(_ connection: SQLiteConnection, at date: Date) throws(SQLiteError) {
        self.connection = connection
        (latestTime, timeBefore) = (date.milliseconds, date.milliseconds)
        routes = RouteTable(connection)
        let latest = try connection.row("SELECT id, received FROM delivery ORDER BY id DESC LIMIT 1") {
            ($0.int(0), $0.int(1))
        }
        if let latest { (latestID, latestReceived) = latest }
        // The time since the last note may have been one in which nobody used the store.
        let used = try min(date.milliseconds, notedTime() ?? .max)
        let known = try connection.rows(
            "SELECT duplicate, id, duplicate_until FROM delivery WHERE duplicate_until > ?1",
            [.integer(used - unseenTimes(date.milliseconds).length)]
        ) { (key: UInt128(bytes: $0.bytes(0)), id: $0.int(1), until: $0.int(2)) }
        duplicates = DuplicateIndex(known)
    }

    /// Tells that a transaction was rolled back.
    func rolledBack() {
        routes.rolledBack()
        // The next change moves the waits along again.
        latestTime = timeBefore
        noted = .min / 2
    }

    /// Notes that a transaction begins.
    func began() { timeBefore = latestTime }

    /// Forgets the duplicate keys whose time is over, however much of it nobody used the store.
    func forgetDuplicates(at date: Date) throws(SQLiteError) {
        duplicates.forget(until: try date.milliseconds - unseenTimes(date.milliseconds).length)
    }

    /// Stores a delivery: `DeliveryStore.add`.
    /// - Parameter bodyIsInFile: whether the store keeps the body in a file, if the delivery is stored.
    func add(
        _ delivery: NewDelivery, startsNow: Bool, bodyIsInFile: Bool = false, at date: Date
    ) throws(SQLiteError) -> AddedDelivery {
        let now = date.milliseconds
        try noteTime(now)
        if let key = delivery.duplicateKey, let result = try repetition(of: key, delivery.origin, now) {
            return result
        }
        let route = try routes.id(of: delivery.route)
        let active = try active(route, delivery.key)
        let policy = delivery.key == nil ? .serial : delivery.policy
        var waitingBurst: Int64?
        // The other policies must not look at all that wait: they may be many.
        if active != nil, case .debounced = policy { waitingBurst = try self.waitingBurst(route, delivery.key) }
        let decision = KeyDecision(
            policy: policy, active: active, waitingBurst: waitingBurst, startsNow: startsNow, now: now)
        if decision.supersedesActive { try supersede("id = ?2", [SQLiteValue(active?.id)], now) }
        if decision.supersedesWaiting {
            try supersede(
                "state = 'waiting' AND route = ?2 AND key = ?3", [.integer(route), SQLiteValue(delivery.key)], now)
        }
        let id = latestID + 1
        try insert(delivery, id, route, decision, bodyIsInFile: bodyIsInFile, now)
        latestID = id
        if let key = delivery.duplicateKey {
            duplicates.add(key, id: id, until: now + delivery.duplicateLifetime.milliseconds)
        }
        let storedID = StoredDeliveryID(rawValue: id)
        if decision.state == .running {
            return .running(DeliveryRun(id: storedID, token: 1, attempt: 1, generation: 0))
        }
        return .stored(
            storedID, state: decision.state,
            due: decision.state == .ready ? Date(milliseconds: decision.due) : nil,
            blocker: active.flatMap { $0.isRunning ? StoredDeliveryID(rawValue: $0.id) : nil })
    }

    /// What a redelivery leads to; nil if the delivery is not one.
    private func repetition(
        of key: UInt128, _ origin: DeliveryOrigin, _ now: Int64
    ) throws(SQLiteError) -> AddedDelivery? {
        guard let id = try recognised(key, now), let row = try replayable(id) else { return nil }
        switch RepetitionDecision(of: row.state, hasRequest: row.hasPayload, origin: origin) {
        case .duplicate: return .duplicate(id, state: row.state)
        case .new: return nil
        case .replay:
            try restart(row, due: now, note: StoredReason.redelivered, now)
            return .replayed(id)
        }
    }

    /// The delivery with a duplicate key, if repetitions are still recognised. What nobody used the store for does not
    /// count.
    private func recognised(_ key: UInt128, _ now: Int64) throws(SQLiteError) -> StoredDeliveryID? {
        for id in duplicates.candidates(for: key) {
            let row = try connection.row(
                "SELECT duplicate, duplicate_until, received FROM delivery WHERE id = ?1", [.integer(id)]
            ) { (key: $0.bytes(0), until: $0.int(1), received: $0.int(2)) }
            guard let row, row.key == key.bytes else { continue }
            let unseen = row.until > now ? 0 : try unseenTimes(now).length(after: row.received)
            if row.until + unseen > now { return StoredDeliveryID(rawValue: id) }
        }
        return nil
    }

    private func active(_ route: Int64, _ key: String?) throws(SQLiteError) -> KeyDecision.Active? {
        guard let key else { return nil }
        return try connection.row(
            """
            SELECT id, state = 'running', due, CASE WHEN attempt = 0 THEN burst END FROM delivery
            WHERE route = ?1 AND key = ?2 AND key IS NOT NULL AND state IN ('ready', 'running')
            """, [.integer(route), .text(key)]
        ) { KeyDecision.Active(id: $0.int(0), isRunning: $0.int(1) == 1, due: $0.int(2), burst: $0.optionalInt(3)) }
    }

    private func waitingBurst(_ route: Int64, _ key: String?) throws(SQLiteError) -> Int64? {
        try connection.row(
            """
            SELECT min(burst) FROM delivery
            WHERE state = 'waiting' AND route = ?1 AND key = ?2 AND attempt = 0
            """, [.integer(route), SQLiteValue(key)]
        ) { $0.optionalInt(0) } ?? nil
    }

    private func supersede(_ condition: String, _ values: [SQLiteValue], _ now: Int64) throws(SQLiteError) {
        try connection.run(
            """
            UPDATE delivery SET state = 'superseded', finished = ?1, outcome = '\(StoredReason.superseded)'
            WHERE \(condition)
            """, [.integer(now)] + values)
    }

    private func insert(
        _ delivery: NewDelivery, _ id: Int64, _ route: Int64, _ decision: KeyDecision, bodyIsInFile: Bool, _ now: Int64
    ) throws(SQLiteError) {
        // The clock may have been set back: the order of the numbers is the order of arrival all the same.
        latestReceived = max(latestReceived, now)
        let expiry = delivery.expiry.milliseconds
        let isRunning = decision.state == .running
        let isSuperseded = decision.state == .superseded
        try connection.run(
            """
            INSERT INTO delivery (
                id, request_id, origin, route, event, key, supersedes, burst, duplicate, duplicate_until, state,
                received, due, started, finished, lifetime, expiry, attempt, crashes, generation, starts, outcome,
                size, stored
            ) VALUES (
                ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, 0, 0, ?18, ?19, ?20,
                ?21
            )
            """,
            [
                .integer(id), .text(delivery.requestID), .text(delivery.origin.rawValue), .integer(route),
                SQLiteValue(delivery.event), SQLiteValue(delivery.key),
                .integer(delivery.key != nil && delivery.policy.supersedesOlder ? 1 : 0),
                SQLiteValue(decision.burst), SQLiteValue(delivery.duplicateKey?.bytes),
                SQLiteValue(delivery.duplicateKey == nil ? nil : now + delivery.duplicateLifetime.milliseconds),
                .text(decision.state.rawValue), .integer(latestReceived), .integer(decision.due),
                isRunning ? .integer(now) : nil, isSuperseded ? .integer(now) : nil, .integer(max(0, expiry - now)),
                .integer(expiry), .integer(isRunning ? 1 : 0),
                isSuperseded ? .text(StoredReason.keyIsBusy) : nil,
                SQLiteValue(delivery.body.count), SQLiteValue(delivery.head.count + delivery.body.count),
            ])
        try connection.run(
            "INSERT INTO payload (id, head, body) VALUES (?1, ?2, ?3)",
            [.integer(id), .blob(delivery.head), bodyIsInFile ? nil : .blob(delivery.body)])
    }
}
