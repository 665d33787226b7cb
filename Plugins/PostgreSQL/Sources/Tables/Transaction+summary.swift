internal import HarkPostgreSQL
internal import HarkStore

extension Transaction {
    /// Counts deliveries and messages: `DeliveryStore.summary`.
    func summary() throws(PostgreSQLError) -> StoreSummary {
        var summary = StoreSummary()
        // Each state has its own condition, so that its index answers.
        let counts = [DeliveryState.ready, .waiting, .running, .homeless, .dead, .quarantined].map { state in
            """
            SELECT '\(state.rawValue)', count(*) FROM delivery WHERE state = '\(state.rawValue)'
            \(state.isUnfinished ? "" : "AND finished IS NOT NULL AND stored IS NOT NULL")
            """
        }
        for (state, count) in try rows(
            counts.joined(separator: " UNION ALL "), [], { (DeliveryState(stored: $0.text(0)), Int($0.int(1))) })
        where count > 0 { summary.deliveries[state] = count }
        summary.oldestReady =
            try row(
                """
                WITH due AS MATERIALIZED (SELECT due FROM delivery WHERE state = 'ready' AND due <= $1)
                SELECT min(due) FROM due
                """, [.time(now)]
            ) { $0.optionalTime(0).map(machine.clock.date) } ?? nil
        let networks = try rows(
            "SELECT network, count(*), min(created) FROM message WHERE finished IS NULL GROUP BY network"
        ) { (name: $0.text(0), count: Int($0.int(1)), oldest: $0.time(2)) }
        for network in networks { summary.unsentMessages[network.name] = network.count }
        summary.oldestMessage = networks.map(\.oldest).min().map(machine.clock.date)
        let size = try row(
            """
            SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class
            WHERE relnamespace = to_regnamespace($1) AND relkind = 'r'
            """, [.text(machine.schema)]
        ) { Int($0.int(0)) }
        summary.size = size ?? 0
        return summary
    }
}
