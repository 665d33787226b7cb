import HarkStore
import HarkTesting
import XCTest

final class StoreReportTests: XCTestCase {
    func testReport_namesEachBrokenRule_andWhatWasFound() async throws {
        let rules = [
            "Of 640 repetitions from 64 tasks, one is stored: how many start is 640, not 1",
            "With serial, all of a key run one after the other in the order of arrival: a later one is running",
            "A claim returns at most as many as asked for, and says whether more are due: what a claim of 0 returns is 3",
            "A run that does not own its delivery any more changes nothing: whether it owns it is true, not false",
            "Deliveries without a route are homeless until it is back, in the order of their keys: how many are",
            "Deliveries are listed by plugin, state, time and identifier, the newest first: what DeliveryQuery(",
            "Failed attempts and notes are listed, the oldest first: the list is [], not [",
            "A message that is said again is not stored again, in whatever state it is: it is stored(",
            "Of 20 tasks that take a slot, one gets it: how many get it is 20, not 1",
            "A value is set only if its version is the expected one: with a version, when there is none is",
            "A closed store refuses everything: keys throws nothing",
            "Old slots are deleted, but not the latest of a schedule: it throws “It cannot be pruned.”",
        ]

        let report = try await StoreReport(of: { clock in
            BrokenStore(inner: try await SQLiteStore.inMemory(clock: { clock.now }))
        })

        for rule in rules {
            XCTAssertTrue(report.failures.contains { $0.hasPrefix(rule) }, "\(rule)\n\(report.failures)")
        }
    }
}
