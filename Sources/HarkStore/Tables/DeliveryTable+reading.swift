internal import struct FoundationEssentials.Date

extension DeliveryTable {
    /// A request as it is stored.
    struct Payload {
        /// The request; its body is empty if that is in a file.
        var stored: StoredPayload
        /// Whether the store has the body in a file.
        var isBodyInFile: Bool
    }

    /// Reads whole records: `DeliveryList.records`.
    func records(_ condition: String, _ values: [SQLiteValue] = []) throws(SQLiteError) -> [DeliveryRecord] {
        try DeliveryList(connection).records(condition, values)
    }

    /// The request of a delivery.
    func payload(of id: StoredDeliveryID) throws(SQLiteError) -> Payload? {
        try connection.row("SELECT head, body FROM payload WHERE id = ?1", [.integer(id.rawValue)]) {
            let body = $0.optionalBytes(1)
            return Payload(stored: StoredPayload(head: $0.bytes(0), body: body ?? []), isBodyInFile: body == nil)
        }
    }

    /// Counts deliveries: `DeliveryStore.summary`. The size is that of the database's pages.
    func summary(at date: Date) throws(SQLiteError) -> StoreSummary {
        var summary = StoreSummary()
        for state in DeliveryState.allCases {
            guard let condition = state.indexCondition else { continue }
            let count = try connection.row("SELECT count(*) FROM delivery WHERE \(condition)") { Int($0.int(0)) }
            if let count, count > 0 { summary.deliveries[state] = count }
        }
        // The index has the earliest one of each queue first.
        for queue in 0...3 {
            let oldest = try connection.row(
                "SELECT due FROM delivery WHERE state = 'ready' AND queue = ?1 AND due <= ?2 ORDER BY due LIMIT 1",
                [SQLiteValue(queue), .integer(date.milliseconds)]
            ) { Date(milliseconds: $0.int(0)) }
            summary.oldestReady = [summary.oldestReady, oldest].compactMap(\.self).min()
        }
        let size = try connection.row("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size") {
            Int($0.int(0))
        }
        summary.size = size ?? 0
        return summary
    }
}
