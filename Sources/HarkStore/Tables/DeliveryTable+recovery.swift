internal import struct FoundationEssentials.Date

extension DeliveryTable {
    /// Why deliveries were running when a process opened the store.
    enum Interruption {
        /// The process before ended by itself or was killed; one of them may be the cause.
        case crash
        /// The machine lost power.
        case machine
        /// The store failed, so that their ends could not be stored.
        case store

        /// What their attempts ended with.
        var sentence: String {
            switch self {
            case .crash: "The process ended while a handler ran."
            case .machine: "The machine stopped while a handler ran."
            case .store: "The store failed while a handler ran."
            }
        }
    }

    /// Makes the deliveries ready that were running when the last process ended, or quarantines them.
    func recover(from interruption: Interruption, at date: Date) throws(SQLiteError) -> RecoveryReport {
        let now = date.milliseconds
        var recovery = RecoveryReport()
        for record in try records("WHERE state = 'running' ORDER BY delivery.id") {
            let crashes = record.crashes + (interruption == .crash ? 1 : 0)
            let isQuarantined = interruption == .crash && crashes >= StoreLimits.crashes
            let state: DeliveryState = isQuarantined ? .quarantined : .ready
            let id = record.id.rawValue
            let outcome = interruption.sentence
            try connection.run(
                """
                UPDATE delivery SET state = ?2, crashes = ?3, due = min(due, ?4), finished = ?5, outcome = ?6
                WHERE id = ?1
                """,
                [
                    .integer(id), .text(state.rawValue), SQLiteValue(crashes), .integer(now),
                    isQuarantined ? .integer(now) : nil, .text(outcome),
                ])
            try AttemptTable(connection).add(
                outcome, generation: record.generation, number: record.attempt, of: id, now)
            let changed = try records("WHERE delivery.id = ?1", [.integer(id)])
            if isQuarantined { recovery.quarantined += changed } else { recovery.crashed += changed }
        }
        try promoteAll()
        try noteOpening(now)
        try endWaitsOfFresh(now)
        try spreadRetried(now)
        return recovery
    }

    /// Makes the running deliveries ready without a crash: the process ends as it should.
    func releaseRunning(at date: Date) throws(SQLiteError) {
        try connection.run(
            "UPDATE delivery SET state = 'ready', attempt = attempt - 1, due = min(due, ?1) WHERE state = 'running'",
            [.integer(date.milliseconds)])
    }

    /// Those that failed before and came due while no process ran would all begin at once.
    private func spreadRetried(_ now: Int64) throws(SQLiteError) {
        try connection.run(
            """
            UPDATE delivery SET due = ?1 + spread.place * ?2 / spread.total
            FROM (
                SELECT id AS late, row_number() OVER (ORDER BY due, id) - 1 AS place, count(*) OVER () AS total
                FROM delivery WHERE state = 'ready' AND queue = 1 AND attempt > 0 AND due <= ?1
            ) AS spread
            WHERE delivery.id = spread.late
            """, [.integer(now), .integer(StoreLimits.retrySpread.milliseconds)])
    }
}
