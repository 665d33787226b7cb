internal import HarkStore

/// The compatibility suite for stores. The checks are in its extensions: each one states a rule, and has a store of its
/// own.
struct StoreSuite {
    let make: @Sendable (TestClock) async throws -> any DeliveryStore
    let restart: StoreRestart?
    let findings = Findings()

    func run() async throws {
        try await checkAdding()
        try await checkDuplicates()
        try await checkSerialKeys()
        try await checkLatestKeys()
        try await checkFirstAndDebouncedKeys()
        try await checkClaims()
        try await checkEnds()
        try await checkAttempts()
        try await checkReplays()
        try await checkCancelling()
        try await checkRoutes()
        try await checkListing()
        try await checkSummary()
        try await checkRetention()
        try await checkMessages()
        try await checkSlots()
        try await checkValues()
        try await checkConcurrency()
        try await checkClosing()
        try await checkRestarts()
        try await checkCrashes()
    }

    /// Checks a rule with an empty store.
    func check(_ rule: String, _ body: (StoreCase) async throws -> Void) async throws {
        let clock = TestClock()
        let tested = StoreCase(rule: rule, store: try await make(clock), clock: clock, findings: findings)
        do { try await body(tested) } catch is StoreCase.Ended {} catch { tested.fail("it throws “\(error)”") }
        await tested.store.close()
    }

    /// Checks a rule about a store that is opened again.
    /// - Parameter body: the check. It is passed a closure that ends the store and opens it again.
    func checkAgain(
        _ rule: String,
        _ body: (StoreCase, _ again: (StoreCase, StoreEnd) async throws -> StoreCase) async throws -> Void
    ) async throws {
        guard let restart else { return findings.leaveOut("\(rule): the store is not opened again") }
        try await check(rule) { first in
            var latest = first
            try await body(first) { tested, end in
                if end == .closed { await tested.store.close() }
                latest = tested
                latest.store = try await restart(tested.store, end, tested.clock)
                return latest
            }
            await latest.store.close()
        }
    }
}
