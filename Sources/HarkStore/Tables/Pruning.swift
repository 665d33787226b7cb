internal import struct FoundationEssentials.Date

/// Deletes what has been kept long enough, and declares deliveries dead that are too old: `DeliveryStore.prune`.
///
/// It does so in steps of a few hundred rows, each a job of its own, so that deliveries that arrive do not wait for it.
struct Pruning {
    /// What a step does.
    enum Phase: Sendable, Equatable {
        /// Shortens waits that are too long because someone has set the clock back.
        case waits
        /// Declares deliveries dead that have exceeded their age.
        case expired
        /// Declares deliveries dead that have been homeless for too long.
        case homeless
        /// Deletes the requests of finished deliveries that are old enough.
        case payloads
        /// Deletes the oldest requests of finished deliveries until this many bytes are deleted; nil if their number
        /// has to be found first.
        case surplus(Int?)
        /// Deletes the records of finished deliveries.
        case records
        /// Deletes dead and quarantined deliveries.
        case dead
        /// Deletes the oldest requests of those that are left until this many bytes are deleted, from the deliveries on
        /// that finished at a time in milliseconds. Their records stay, so that people see what failed.
        case deadSurplus(Int?, since: Int64)
        /// Deletes messages.
        case messages
        /// Deletes slots of schedules.
        case slots
        /// Deletes values of plugins.
        case values
    }

    /// What a step did.
    struct Step: Sendable {
        /// What it deleted and declared dead.
        var report = PruneReport()
        /// The deliveries whose bodies are in files that must be deleted after the commit.
        var bodyFiles: [StoredDeliveryID] = []
        /// What the next step does; nil if this one was the last.
        var next: Phase?
    }

    /// The first phase.
    static let start = Phase.waits
    /// A step deletes no more than one request beyond this, in bytes: SQLite touches each page of it.
    private static let most = 16 << 20
    private static let kept: [DeliveryState] = [.done, .superseded, .cancelled]
    private static let dead: [DeliveryState] = [.dead, .quarantined]

    let table: DeliveryTable
    let retention: Retention
    let now: Date
    /// Most rows of a step.
    var limit = 500

    private var connection: SQLiteConnection { table.connection }

    /// Does one step.
    func step(_ phase: Phase) throws(SQLiteError) -> Step {
        switch phase {
        case .waits:
            try table.noteTime(now.milliseconds)
            let count = try table.shortenWaits(now.milliseconds, limit: limit)
            return Step(next: count < limit ? .expired : .waits)
        case .expired:
            // Those that wait first: a ready one makes the next of its key ready.
            let waiting = try expire("state = 'waiting' AND expiry <= ?1", now.milliseconds, limit)
            let ready = try expire("state = 'ready' AND expiry <= ?1", now.milliseconds, limit - waiting.count)
            let isLast = waiting.count + ready.count < limit
            return Step(report: PruneReport(expired: waiting + ready), next: isLast ? .homeless : .expired)
        case .homeless:
            let expired = try expire("state = 'homeless' AND due <= ?1", before(retention.homeless), limit)
            return Step(report: PruneReport(expired: expired), next: expired.count < limit ? .payloads : .homeless)
        case .payloads:
            let oldest = try oldest(Self.kept, before(min(retention.payloads, retention.records)))
            return try deletePayloads(of: oldest, next: oldest.isEmpty ? .surplus(nil) : .payloads)
        case .surplus(let known): return try deleteSurplus(known)
        case .records: return try deleteRecords()
        case .dead:
            let oldest = try oldest(Self.dead, before(retention.dead))
            let next = Phase.deadSurplus(nil, since: .min)
            var step = try deletePayloads(of: oldest, next: oldest.isEmpty ? next : .dead)
            for row in oldest { try connection.run("DELETE FROM delivery WHERE id = ?1", [.integer(row.id)]) }
            step.report.records = oldest.count
            return step
        case .deadSurplus(let known, let time): return try deleteDeadSurplus(known, since: time)
        case .messages:
            let count = try MessageTable(connection).prune(finishedBy: before(retention.messages), limit: limit)
            return Step(report: PruneReport(messages: count), next: count < limit ? .slots : .messages)
        case .slots:
            let count = try SlotTable(connection).prune(by: before(retention.slots), limit: limit)
            return Step(next: count < limit ? .values : .slots)
        case .values:
            let count = try ValueTable(connection).prune(now.milliseconds, limit: limit)
            if count < limit { try table.forgetDuplicates(at: now) }
            return Step(next: count < limit ? nil : .values)
        }
    }

    private func before(_ duration: Duration) throws(SQLiteError) -> Int64 {
        try table.unseenTimes(now.milliseconds).time(duration, before: now.milliseconds)
    }

    private func expire(_ condition: String, _ time: Int64, _ limit: Int) throws(SQLiteError) -> [DeliveryRecord] {
        var expired: [DeliveryRecord] = []
        for record in try table.records("WHERE \(condition) LIMIT ?2", [.integer(time), SQLiteValue(limit)]) {
            expired += try table.expire(record, at: now)
        }
        return expired
    }

    /// A finished delivery, with the bytes of its request.
    private typealias Finished = (id: Int64, bytes: Int, time: Int64)

    /// Deliveries of these states that are listed with their requests, the ones first that finished first: as many as
    /// reach `most` bytes, and no more than a step's.
    /// - Parameters:
    ///   - first: only those that finished at this time or later.
    ///   - least: only those whose requests have this many bytes.
    private func oldest(
        _ states: [DeliveryState], from first: Int64 = .min, _ time: Int64, least: Int = 0, most: Int = Self.most
    ) throws(SQLiteError) -> [Finished] {
        var found: [Finished] = []
        // Each state by itself is in the order of the index.
        for state in states {
            found += try connection.rows(
                """
                SELECT id, stored, finished FROM delivery
                WHERE state = ?1 AND finished IS NOT NULL AND stored IS NOT NULL AND finished BETWEEN ?2 AND ?3
                AND stored >= ?4 AND id < (SELECT max(id) FROM delivery) ORDER BY finished LIMIT ?5
                """,
                [
                    .text(state.rawValue), .integer(first), .integer(time), SQLiteValue(least), SQLiteValue(limit),
                ]
            ) { (id: $0.int(0), bytes: Int($0.int(1)), time: $0.int(2)) }
        }
        var chosen: [Finished] = []
        var bytes = 0
        for row in found.sorted(by: { ($0.time, $0.id) < ($1.time, $1.id) }).prefix(limit) {
            if bytes >= min(most, Self.most) { break }
            chosen.append(row)
            bytes += row.bytes
        }
        return chosen
    }

    /// - Parameter listed: whether the deliveries are listed as before, without their requests.
    private func deletePayloads(
        of deliveries: [Finished], listed: Bool = false, next: Phase
    ) throws(SQLiteError) -> Step {
        var step = Step(next: next)
        for row in deliveries {
            let isInFile = try connection.row(
                "DELETE FROM payload WHERE id = ?1 RETURNING body IS NULL", [.integer(row.id)]
            ) { $0.int(0) == 1 }
            if isInFile == true { step.bodyFiles.append(StoredDeliveryID(rawValue: row.id)) }
            if isInFile != nil { step.report.payloads += 1 }
            try connection.run(
                "UPDATE delivery SET stored = ?2 WHERE id = ?1", [.integer(row.id), listed ? .integer(0) : .null])
        }
        return step
    }

    private func deleteSurplus(_ known: Int?) throws(SQLiteError) -> Step {
        let surplus = if let known { known } else { try storedBytes(Self.kept) - retention.payloadBytes }
        guard surplus > 0 else { return Step(next: .records) }
        let oldest = try oldest(Self.kept, now.milliseconds, most: surplus)
        let deleted = oldest.reduce(0) { $0 + $1.bytes }
        return try deletePayloads(of: oldest, next: oldest.isEmpty ? .records : .surplus(surplus - deleted))
    }

    private func deleteDeadSurplus(_ known: Int?, since time: Int64) throws(SQLiteError) -> Step {
        let surplus = if let known { known } else { try storedBytes(Self.dead) - retention.payloadBytes }
        guard surplus > 0 else { return Step(next: .messages) }
        // Those without a request are passed over once, not in each step.
        let oldest = try oldest(Self.dead, from: time, now.milliseconds, least: 1, most: surplus)
        guard let last = oldest.last else { return Step(next: .messages) }
        let deleted = oldest.reduce(0) { $0 + $1.bytes }
        return try deletePayloads(
            of: oldest, listed: true, next: .deadSurplus(surplus - deleted, since: last.time))
    }

    private func storedBytes(_ states: [DeliveryState]) throws(SQLiteError) -> Int {
        var sum = 0
        for state in states {
            sum +=
                try connection.row(
                    """
                    SELECT total(stored) FROM delivery
                    WHERE state = ?1 AND finished IS NOT NULL AND stored IS NOT NULL
                    """, [.text(state.rawValue)]
                ) { Int($0.int(0)) } ?? 0
        }
        return sum
    }

    /// Records stay as long as a repetition of their deliveries must be recognised; those that are recognised for
    /// longer than records are kept stay for all the time too in which nobody used the store. The newest one stays
    /// always, so that its number is not given again.
    private func deleteRecords() throws(SQLiteError) -> Step {
        try connection.run(
            """
            DELETE FROM delivery WHERE id IN (
                SELECT id FROM delivery
                WHERE finished IS NOT NULL AND stored IS NULL AND finished <= ?1
                AND (duplicate_until IS NULL OR duplicate_until <= ?2
                     AND (duplicate_until - received <= ?3 OR duplicate_until <= ?4))
                AND id < (SELECT max(id) FROM delivery) LIMIT ?5)
            """,
            [
                .integer(before(retention.records)), .integer(now.milliseconds),
                .integer(retention.records.milliseconds),
                .integer(now.milliseconds - table.unseenTimes(now.milliseconds).length), SQLiteValue(limit),
            ])
        let count = connection.changes
        return Step(report: PruneReport(records: count), next: count < limit ? .dead : .records)
    }
}

extension DeliveryTable {
    /// Declares an unfinished delivery dead that is too old.
    func expire(_ record: DeliveryRecord, at date: Date) throws(SQLiteError) -> [DeliveryRecord] {
        let id = SQLiteValue.integer(record.id.rawValue)
        try connection.run(
            "UPDATE delivery SET state = 'dead', finished = ?2, outcome = '\(StoredReason.expired)' WHERE id = ?1",
            [id, .integer(date.milliseconds)])
        if let key = record.key, record.state == .ready {
            try promote(routes.id(of: record.route), key)
        }
        return try records("WHERE delivery.id = ?1", [id])
    }
}
