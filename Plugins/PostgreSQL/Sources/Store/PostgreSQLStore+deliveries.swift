internal import HarkPostgreSQL
internal import HarkStore

internal import struct FoundationEssentials.Date

extension PostgreSQLStore {
    func add(_ delivery: NewDelivery, startsNow: Bool) async throws(StoreError) -> AddedDelivery {
        try checkOpen()
        try delivery.checkLimits()
        let route = try await number(of: delivery.route)
        let addition = Addition(delivery: delivery, startsNow: startsNow, route: route)
        return try await queue.write { .add(addition, $0) }
    }

    func claim(_ limits: ClaimLimits) async throws(StoreError) -> ClaimedDeliveries {
        let (claimed, begun) = try await perform(.reading, on: claimer, isStored: isRunning) {
            transaction throws(PostgreSQLError) in
            let paused = try transaction.numbers(of: limits.pausedRoutes)
            let claimed = try transaction.claim(limits, paused: paused)
            return (claimed, transaction.begun)
        }
        machine.began(begun)
        return claimed
    }

    /// Whether this machine runs what it has claimed.
    @Sendable
    private func isRunning(
        _: ClaimedDeliveries, _ begun: [(id: Int64, run: Machine.Run)]
    ) async throws(PostgreSQLError) -> Bool {
        let count = try await claimer.transaction(.reading, machine) { transaction throws(PostgreSQLError) in
            try transaction.countRunning(begun.map { ($0.id, $0.run.token) })
        }
        return count == begun.count
    }

    @discardableResult
    func finish(_ run: DeliveryRun, _ end: RunEnd) async throws(StoreError) -> Bool {
        try checkOpen()
        guard let held = machine.take(run.id.rawValue, token: run.token) else { return false }
        return try await queue.write { .finish(Finish(run: run, held: held, end: end), $0) }
    }

    func replay(_ id: StoredDeliveryID, due: Date?, note: String) async throws(StoreError) -> DeliveryState? {
        let due = due.map(machine.clock.serverTime)
        return try await perform(.writing(numbers: 0)) { transaction throws(PostgreSQLError) in
            try transaction.replay(id, due: due, note: note)
        }
    }

    func cancel(_ id: StoredDeliveryID, note: String) async throws(StoreError) -> DeliveryState? {
        try await perform(.writing(numbers: 0)) { transaction throws(PostgreSQLError) in
            try transaction.cancel(id, note: note)
        }
    }

    func adopt(routes: Set<StoredRoute>) async throws(StoreError) -> Int {
        let (numbers, homeless) = try await perform(.upkeep) { transaction throws(PostgreSQLError) in
            try transaction.adopt(routes)
        }
        machine.adopt(numbers)
        do throws(PostgreSQLError) { try await promoteAll() } catch { throw error.storeError }
        return homeless
    }

    func deliveries(_ query: DeliveryQuery) async throws(StoreError) -> [DeliveryRecord] {
        try await perform(.reading) { transaction throws(PostgreSQLError) in try transaction.deliveries(query) }
    }

    func payload(of id: StoredDeliveryID) async throws(StoreError) -> StoredPayload? {
        try await perform(.reading) { transaction throws(PostgreSQLError) in try transaction.payload(of: id) }
    }

    func attempts(of id: StoredDeliveryID) async throws(StoreError) -> [DeliveryAttempt] {
        try await perform(.reading) { transaction throws(PostgreSQLError) in try transaction.attempts(of: id) }
    }

    func summary() async throws(StoreError) -> StoreSummary {
        try await perform(.reading) { transaction throws(PostgreSQLError) in try transaction.summary() }
    }

    /// The number of a route, which this machine has.
    private func number(of route: StoredRoute) async throws(StoreError) -> Int64 {
        if let number = machine.route(route) { return number }
        let numbers = try await perform(.writing(numbers: 0)) { transaction throws(PostgreSQLError) in
            try transaction.know([route])
        }
        machine.know(numbers)
        return numbers[route] ?? 0
    }
}
