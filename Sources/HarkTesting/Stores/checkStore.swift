public import HarkStore
private import XCTest

/// Checks that a store keeps every rule of `DeliveryStore`: states, order and policies of keys, duplicates, claims,
/// replays, retention, messages, slots, values, and all of that from many tasks at once.
///
/// ```swift
/// func testStore_keepsEveryRule() async throws {
///     try await checkStore { clock in try await PostgresStore(url, schema: UUID().uuidString, clock: { clock.now }) }
/// }
/// ```
///
/// Each difference is a failure of the test.
/// - Parameters:
///   - make: makes an empty store. All times that it reads must come from this clock. The suite closes it.
///   - restart: opens again what a store has kept; nil if it keeps nothing, so that these checks are skipped.
/// - Returns: the skipped checks, each with the reason.
/// - Throws: an error of `make`.
@discardableResult
public func checkStore(
    _ make: @escaping @Sendable (TestClock) async throws -> any DeliveryStore,
    restart: StoreRestart? = nil, file: StaticString = #filePath, line: UInt = #line
) async throws -> [String] {
    let report = try await StoreReport(of: make, restart: restart)
    for failure in report.failures { XCTFail(failure, file: file, line: line) }
    return report.untried
}

/// Opens again what a store has kept.
/// - Parameters:
///   - store: the store before.
///   - end: how the process ended that used it.
///   - clock: the clock of the store.
public typealias StoreRestart =
    @Sendable (_ store: any DeliveryStore, _ end: StoreEnd, _ clock: TestClock) async throws -> any DeliveryStore

/// How a process ended that used a store.
public enum StoreEnd: Sendable {
    /// The store has been closed.
    case closed
    /// The process died. The store has not been closed; the closure drops it as a dying process would.
    case crashed
}

/// The result of the compatibility suite for stores.
package struct StoreReport: Sendable {
    /// The broken rules, each with what was found.
    package let failures: [String]
    /// The skipped checks, each with the reason.
    package let untried: [String]

    /// Runs the suite.
    package init(
        of make: @escaping @Sendable (TestClock) async throws -> any DeliveryStore, restart: StoreRestart? = nil
    ) async throws {
        let suite = StoreSuite(make: make, restart: restart)
        try await suite.run()
        (failures, untried) = suite.findings.all
    }
}
