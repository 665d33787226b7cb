internal import HarkPostgreSQL
internal import HarkStore

/// Deletes what has been kept long enough, and declares deliveries dead that are too old: `DeliveryStore.prune`.
///
/// It does so in steps of a few hundred rows, each a transaction of its own, so that no other one waits for it.
struct Pruning: Sendable {
    /// What a step does.
    enum Phase: Sendable, CaseIterable {
        /// Declares deliveries dead that have exceeded their age.
        case expired
        /// Declares deliveries dead that have been homeless for too long.
        case homeless
        /// Deletes the requests of finished deliveries that are old enough.
        case payloads
        /// Deletes the oldest requests of finished deliveries while all together are too large.
        case surplus
        /// Deletes the records of finished deliveries.
        case records
        /// Deletes dead and quarantined deliveries.
        case dead
        /// Deletes the oldest requests of those that are left while all together are too large. Their records stay, so
        /// that people see what failed.
        case deadSurplus
        /// Deletes messages.
        case messages
        /// Deletes slots of schedules.
        case slots
        /// Deletes values of plugins.
        case values
        /// Looks for waiting deliveries that no active one will promote. There are some only after routes with many
        /// keys have come back.
        case lanes
    }

    /// What a step did.
    struct Step: Sendable {
        var report = PruneReport()
        /// Whether there is nothing more to do in this phase.
        var isLast: Bool
    }

    private static let kept = "'cancelled', 'done', 'superseded'"
    private static let dead = "'dead', 'quarantined'"
    /// Most rows of a step.
    private static let limit = 500

    let retention: Retention

    /// Does one step.
    func step(_ phase: Phase, in transaction: Transaction) throws(PostgreSQLError) -> Step {
        func before(_ duration: Duration) throws(PostgreSQLError) -> Int64 {
            try transaction.unseenTimes().time(duration, before: transaction.now)
        }
        switch phase {
        case .expired:
            try transaction.noteTime()
            return try expire("state IN ('ready', 'waiting') AND expiry <= $1", transaction.now, transaction)
        case .homeless: return try expire("state = 'homeless' AND due <= $1", before(retention.homeless), transaction)
        case .payloads:
            let old = try oldest(Self.kept, before(min(retention.payloads, retention.records)), transaction)
            return try deletePayloads(of: old, transaction)
        case .surplus: return try deletePayloads(of: surplus(Self.kept, transaction), transaction)
        case .records: return try deleteRecords(before(retention.records), transaction)
        case .dead:
            let old = try oldest(Self.dead, before(retention.dead), transaction)
            var step = try deletePayloads(of: old, transaction)
            step.report.records = try delete(old, transaction)
            return step
        case .deadSurplus:
            return try deletePayloads(of: surplus(Self.dead, transaction), leaving: "0", transaction)
        case .messages:
            let count = try transaction.run(
                """
                DELETE FROM message WHERE id IN (
                    SELECT id FROM message WHERE finished IS NOT NULL AND finished <= $1 LIMIT $2)
                """, [.time(before(retention.messages)), .int(Int64(Self.limit))])
            return Step(report: PruneReport(messages: count), isLast: count < Self.limit)
        case .slots:
            let count = try transaction.pruneSlots(by: before(retention.slots), limit: Self.limit)
            return Step(isLast: count < Self.limit)
        case .values: return Step(isLast: try transaction.pruneValues(limit: Self.limit) < Self.limit)
        case .lanes:
            return Step(isLast: try transaction.promoteAll())
        }
    }

    private func expire(_ condition: String, _ time: Int64, _ transaction: Transaction) throws(PostgreSQLError) -> Step
    {
        let old = try transaction.rows(
            "SELECT id FROM delivery WHERE \(condition) LIMIT \(Self.limit)", [.time(time)]
        ) { $0.int(0) }
        if old.isEmpty { return Step(isLast: true) }
        let lanes = try transaction.lanes(of: old)
        try transaction.lock(lanes)
        let expired = try transaction.changed(
            """
            UPDATE delivery SET state = 'dead', finished = $2, outcome = '\(StoredReason.expired)'
            WHERE \(condition) AND id = ANY ($3)
            """, [.time(time), .time(transaction.now), .ints(old)])
        if try transaction.promote(lanes) { transaction.wakesOthers = true }
        return Step(report: PruneReport(expired: expired), isLast: old.count < Self.limit)
    }

    /// Deliveries of these states that still have their requests, the ones first that finished first.
    private func oldest(_ states: String, _ time: Int64, _ transaction: Transaction) throws(PostgreSQLError) -> [Int64]
    {
        try transaction.rows(
            """
            SELECT id FROM delivery WHERE state IN (\(states)) AND finished IS NOT NULL AND stored IS NOT NULL
            AND finished <= $1 ORDER BY finished, id LIMIT \(Self.limit)
            """, [.time(time)]
        ) { $0.int(0) }
    }

    /// The oldest ones of these states whose requests are beyond the bytes that are kept.
    private func surplus(_ states: String, _ transaction: Transaction) throws(PostgreSQLError) -> [Int64] {
        try transaction.rows(
            """
            SELECT id FROM (
                SELECT id, finished, stored, sum(stored) OVER (ORDER BY finished DESC, id DESC) AS bytes FROM delivery
                WHERE state IN (\(states)) AND finished IS NOT NULL AND stored IS NOT NULL
            ) AS kept WHERE bytes > $1 AND stored > 0 ORDER BY finished, id LIMIT \(Self.limit)
            """, [.int(Int64(retention.payloadBytes))]
        ) { $0.int(0) }
    }

    /// - Parameter stored: what the deliveries have in place of the bytes of their requests.
    private func deletePayloads(
        of old: [Int64], leaving stored: String = "NULL", _ transaction: Transaction
    ) throws(PostgreSQLError) -> Step {
        if old.isEmpty { return Step(isLast: true) }
        // A delivery that has been replayed since keeps its request.
        let count = try transaction.run(
            """
            WITH emptied AS (
                UPDATE delivery SET stored = \(stored) WHERE id = ANY ($1) AND finished IS NOT NULL RETURNING id
            )
            DELETE FROM payload WHERE id IN (SELECT id FROM emptied)
            """, [.ints(old)])
        return Step(report: PruneReport(payloads: count), isLast: old.count < Self.limit)
    }

    /// Records stay as long as a repetition of their deliveries must be recognised; those that are recognised for
    /// longer than records are kept stay for all the time too in which nobody used the store.
    private func deleteRecords(_ time: Int64, _ transaction: Transaction) throws(PostgreSQLError) -> Step {
        let old = try transaction.rows(
            """
            SELECT id FROM delivery WHERE finished IS NOT NULL AND stored IS NULL AND finished <= $1
            AND (duplicate_until IS NULL OR duplicate_until <= $2 AND (
                duplicate_until - received <= $3 * interval '1 millisecond' OR duplicate_until <= $4))
            LIMIT \(Self.limit)
            """,
            [
                .time(time), .time(transaction.now), .int(retention.records.milliseconds),
                .time(transaction.now - transaction.unseenTimes().length),
            ]
        ) { $0.int(0) }
        let count = try delete(old, transaction)
        return Step(report: PruneReport(records: count), isLast: old.count < Self.limit)
    }

    private func delete(_ old: [Int64], _ transaction: Transaction) throws(PostgreSQLError) -> Int {
        if old.isEmpty { return 0 }
        return try transaction.run(
            """
            WITH deleted AS (
                DELETE FROM delivery WHERE id = ANY ($1) AND finished IS NOT NULL AND stored IS NULL RETURNING id
            ), attempts AS (
                DELETE FROM attempt WHERE delivery IN (SELECT id FROM deleted)
            )
            SELECT FROM deleted
            """, [.ints(old)])
    }
}
