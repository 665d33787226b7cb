internal import HarkPostgreSQL
internal import HarkStore

internal import struct FoundationEssentials.Date

extension PostgreSQLStore {
    func addMessage(_ message: NewStoredMessage) async throws(StoreError) -> AddedMessage {
        try checkOpen()
        return try await queue.write { .addMessage(message, $0) }
    }

    func updateMessage(_ id: StoredMessageID, _ change: MessageChange) async throws(StoreError) {
        try checkOpen()
        try await queue.write { .change(id, change, $0) }
    }

    func messages(_ query: MessageQuery) async throws(StoreError) -> [StoredMessage] {
        try await perform(.reading) { transaction throws(PostgreSQLError) in try transaction.messages(query) }
    }

    func takeSlot(of schedule: String, at time: Date) async throws(StoreError) -> Bool {
        try await perform(.writing(numbers: 0)) { transaction throws(PostgreSQLError) in
            try transaction.takeSlot(of: schedule, at: time)
        }
    }

    func latestSlot(of schedule: String) async throws(StoreError) -> Date? {
        try await perform(.reading) { transaction throws(PostgreSQLError) in try transaction.latestSlot(of: schedule) }
    }

    func value(_ key: String, of plugin: String) async throws(StoreError) -> StoredValue? {
        try await perform(.reading) { transaction throws(PostgreSQLError) in try transaction.value(key, of: plugin) }
    }

    func setValue(
        _ value: [UInt8], for key: String, of plugin: String, expiry: Date?, ifVersion version: Int64?
    ) async throws(StoreError) -> Int64? {
        try StoreLimits.check(value, of: key)
        let stored = try await perform(.writing(numbers: 0)) { transaction throws(PostgreSQLError) in
            try transaction.setValue(value, for: key, of: plugin, expiry: expiry, ifVersion: version)
        }
        switch stored {
        case .stored(let version): return version
        case .other: return nil
        case .tooMany: throw .tooManyValues(of: plugin)
        }
    }

    func removeValue(for key: String, of plugin: String, ifVersion version: Int64?) async throws(StoreError) -> Bool {
        try await perform(.writing(numbers: 0)) { transaction throws(PostgreSQLError) in
            try transaction.removeValue(for: key, of: plugin, ifVersion: version)
        }
    }

    func keys(of plugin: String, prefix: String, limit: Int) async throws(StoreError) -> [String] {
        try await perform(.reading) { transaction throws(PostgreSQLError) in
            try transaction.keys(of: plugin, prefix: prefix, limit: limit)
        }
    }

    func holdLease(_ name: String, for duration: Duration) async throws(StoreError) -> Int64? {
        let milliseconds = duration.milliseconds
        // What is not certain is asked for again: that changes nothing for who has it.
        let isKnown: @Sendable (Int64?) async throws(PostgreSQLError) -> Bool = { _ in false }
        let term = try await perform(.writing(numbers: 0), on: renewer, isStored: isKnown) {
            transaction throws(PostgreSQLError) in
            try transaction.holdLease(name, milliseconds: milliseconds)
        }
        machine.noteHeld(name, term != nil)
        return term
    }

    func leaseHolder(_ name: String) async throws(StoreError) -> String? {
        try await perform(.reading) { transaction throws(PostgreSQLError) in try transaction.leaseHolder(name) }
    }

    func releaseLease(_ name: String) async throws(StoreError) {
        machine.noteHeld(name, false)
        try await perform(.writing(numbers: 0), on: renewer) { transaction throws(PostgreSQLError) in
            try transaction.releaseLease(name)
        }
    }

    func prune(_ retention: Retention) async throws(StoreError) -> PruneReport {
        var report = PruneReport()
        let pruning = Pruning(retention: retention)
        for phase in Pruning.Phase.allCases {
            while true {
                let step = try await perform(.upkeep) { transaction throws(PostgreSQLError) in
                    // Another machine that is at it needs no help.
                    try transaction.tryLock("pruning")
                        ? pruning.step(phase, in: transaction) : Pruning.Step(isLast: true)
                }
                report += step.report
                if step.isLast { break }
            }
        }
        return report
    }
}
