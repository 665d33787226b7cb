import HarkTesting
import Synchronization
import TestSupport
import XCTest

import class FoundationEssentials.FileManager

@testable import HarkStore

final class SQLiteStoreTests: XCTestCase {
    private static let largeBody = [UInt8](repeating: 7, count: (1 << 20) + 1)

    private func bodies(_ test: TestStore) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: test.folder.path(of: "store/bodies")).sorted()
    }

    // MARK: Commits

    func testCommits_areMeasured_whenTheyReachTheDisk() async throws {
        let test = try TestStore(of: self)
        let commits = Collected<StoreCommit>()
        let ticks = Atomic(0)
        let start = ContinuousClock.now
        var options = TestStore.options
        options.steady = { start + .milliseconds(ticks.add(5, ordering: .relaxed).newValue) }
        let store = try await test.open(options)
        store.setObserver(StoreObserver(onCommit: { commits.add($0) }, onRecovery: { _ in }))

        guard case .running(let run) = try await store.add(TestStore.delivery(), startsNow: true) else {
            return XCTFail()
        }
        try await store.finish(run, .done(outcome: "OK"))
        _ = try await store.summary()
        await store.close()

        XCTAssertEqual(commits.values, [StoreCommit(duration: .milliseconds(5), changes: 1)])
    }

    // MARK: Deaths

    func testOpen_findsWhatWasRunning_whenTheProcessDied() async throws {
        let test = try TestStore(of: self)
        let first = try await test.open()
        guard case .running(let run) = try await first.add(TestStore.delivery(), startsNow: true) else {
            return XCTFail()
        }
        await first.abandon()

        let second = try await test.open()

        XCTAssertEqual(second.recovery.crashed.map(\.id), [run.id])
        XCTAssertEqual(second.recovery.crashed.map(\.crashes), [1])
        let claimed = try await second.claim(ClaimLimits(total: 5))
        XCTAssertEqual(claimed.deliveries.map(\.payload.body), [Array("body".utf8)])
        await second.close()
    }

    func testOpen_quarantines_whatDiedTooOften() async throws {
        let test = try TestStore(of: self)
        var store = try await test.open()
        _ = try await store.add(TestStore.delivery(), startsNow: true)

        for _ in 1..<StoreLimits.crashes {
            await store.abandon()
            store = try await test.open()
            let claimed = try await store.claim(ClaimLimits(total: 1))
            XCTAssertEqual(claimed.deliveries.count, 1)
        }
        await store.abandon()
        store = try await test.open()

        XCTAssertEqual(store.recovery.quarantined.map(\.state), [.quarantined])
        XCTAssertEqual(store.recovery.crashed, [])
        await store.close()
    }

    func testRecover_countsNoCrash_whenTheMachineStopped() async throws {
        let store = try await SQLiteStore.inMemory(clock: { .now })
        let opening = StoreOpening(clock: { .now })
        _ = try await store.thread.run(.read) { try opening.recover($0, bootID: "first") }
        _ = try await store.add(TestStore.delivery(), startsNow: true)

        let report = try await store.thread.run(.read) { try opening.recover($0, bootID: "second") }

        XCTAssertEqual(report.crashed.map(\.crashes), [0])
        await store.close()
    }

    func testClose_countsNoCrash() async throws {
        let test = try TestStore(of: self)
        let first = try await test.open()
        _ = try await first.add(TestStore.delivery(), startsNow: true)
        await first.close()

        let second = try await test.open()

        XCTAssertEqual(second.recovery, RecoveryReport())
        let claimed = try await second.claim(ClaimLimits(total: 5))
        XCTAssertEqual(claimed.deliveries.map(\.run.attempt), [1])
        await second.close()
    }

    func testClose_leavesOneFile_forTheDatabase() async throws {
        let test = try TestStore(of: self)

        try await test.make()

        XCTAssertThrowsError(try test.folder.mode(of: "store/hark.db-wal"))
    }

    func testAdd_recognisesDuplicates_afterADeath() async throws {
        let test = try TestStore(of: self)
        let first = try await test.open()
        _ = try await first.add(TestStore.delivery(duplicate: 5), startsNow: false)
        await first.abandon()
        let second = try await test.open()

        let added = try await second.add(TestStore.delivery("two", duplicate: 5), startsNow: false)

        XCTAssertEqual(added, .duplicate(StoredDeliveryID(rawValue: 1), state: .ready))
        await second.close()
    }

    // MARK: Large bodies

    func testAdd_keepsALargeBody_inAFile() async throws {
        let test = try TestStore(of: self)
        let store = try await test.open()

        _ = try await store.add(TestStore.delivery(body: Self.largeBody), startsNow: false)

        XCTAssertEqual(try bodies(test), ["1"])
        XCTAssertEqual(try test.folder.mode(of: "store/bodies/1"), 0o600)
        let payload = try await store.payload(of: StoredDeliveryID(rawValue: 1))
        XCTAssertEqual(payload, StoredPayload(head: Array("head".utf8), body: Self.largeBody))
        let claimed = try await store.claim(ClaimLimits(total: 1))
        XCTAssertEqual(claimed.deliveries.map(\.payload.body), [Self.largeBody])
        await store.close()
    }

    func testAdd_leavesNoFile_ofADuplicate() async throws {
        let test = try TestStore(of: self)
        let store = try await test.open()
        _ = try await store.add(TestStore.delivery(duplicate: 1, body: Self.largeBody), startsNow: false)

        _ = try await store.add(TestStore.delivery(duplicate: 1, body: Self.largeBody), startsNow: false)

        XCTAssertEqual(try bodies(test), ["1"])
        await store.close()
    }

    func testAdd_leavesNoFile_whenTheTransactionFails() async throws {
        let test = try TestStore(of: self)
        let store = try await test.open()
        let other = try SQLiteConnection(path: XCTUnwrap(store.files).folder.database)
        try other.run("BEGIN IMMEDIATE")

        _ = await error { try await store.add(TestStore.delivery(body: Self.largeBody), startsNow: false) }

        XCTAssertEqual(try bodies(test), [])
        await store.close()
    }

    func testPrune_deletesTheFile_withTheRequest() async throws {
        let test = try TestStore(of: self)
        let store = try await test.open()
        let added = try await store.add(TestStore.delivery(body: Self.largeBody), startsNow: true)
        guard case .running(let run) = added else { return XCTFail() }
        try await store.finish(run, .done(outcome: "OK"))
        // The newest one stays.
        _ = try await store.add(TestStore.delivery("two"), startsNow: false)
        test.clock.advance(by: .seconds(100))

        let report = try await store.prune(Retention(payloads: .seconds(100)))

        XCTAssertEqual(report.payloads, 1)
        XCTAssertEqual(try bodies(test), [])
        await store.close()
    }

    func testOpen_deletesFiles_withoutDeliveries() async throws {
        let test = try TestStore(of: self)
        let first = try await test.open()
        _ = try await first.add(TestStore.delivery(body: Self.largeBody), startsNow: false)
        await first.abandon()
        try test.folder.write("orphan", to: "store/bodies/77")
        try test.folder.write("draft", to: "store/bodies/.1-1")

        let second = try await test.open()

        XCTAssertEqual(try bodies(test), ["1"])
        await second.close()
    }

    func testClaim_declaresDead_whatHasLostItsBody() async throws {
        let test = try TestStore(of: self)
        let store = try await test.open()
        _ = try await store.add(TestStore.delivery(body: Self.largeBody), startsNow: false)
        _ = try await store.add(TestStore.delivery("two"), startsNow: false)
        try test.folder.remove("store/bodies/1")

        let claimed = try await store.claim(ClaimLimits(total: 5))

        XCTAssertEqual(claimed.deliveries.map(\.record.requestID), ["two"])
        let dead = try await store.deliveries(DeliveryQuery(states: [.dead]))
        XCTAssertEqual(dead.map(\.requestID), ["one"])
        XCTAssertTrue(dead.first?.outcome?.contains("/bodies/1") ?? false, "\(dead)")
        await store.close()
    }

    // MARK: Upkeep

    func testPrune_givesPagesBack_whenMuchIsFree() async throws {
        let test = try TestStore(of: self)
        let store = try await test.open()
        for number in 0..<8 {
            let body = [UInt8](repeating: UInt8(number), count: 1 << 20)
            let added = try await store.add(TestStore.delivery("\(number)", body: body), startsNow: true)
            guard case .running(let run) = added else { return XCTFail() }
            try await store.finish(run, .done(outcome: "OK"))
        }
        _ = try await store.add(TestStore.delivery("last"), startsNow: false)
        let before = try await store.sizes()
        test.clock.advance(by: .seconds(100))

        _ = try await store.prune(Retention(payloads: .seconds(100)))

        let after = try await store.sizes()
        XCTAssertGreaterThan(before.database, 8 << 20)
        XCTAssertLessThan(after.database, 6 << 20)
        XCTAssertGreaterThan(try XCTUnwrap(before.log), 0)
        XCTAssertGreaterThan(try XCTUnwrap(after.free), 0)
        await store.close()
    }

    func testCheck_findsNothing_inAStoreThatIsUsed() async throws {
        let test = try TestStore(of: self)
        let store = try await test.open()
        _ = try await store.takeSlot(of: "a", at: .now)

        let inside = try await store.check()
        let outside = try await SQLiteStore.check(folder: test.folder.path(of: "store"))

        XCTAssertEqual(inside, [])
        XCTAssertEqual(outside, [])
        await store.close()
    }

    func testCheck_namesTheDamage() async throws {
        let test = try TestStore(of: self)
        try await test.make()
        try test.overwrite(at: 2 * 4096, [UInt8](repeating: 0xa5, count: 4096))

        let faults = try await SQLiteStore.check(folder: test.folder.path(of: "store"))

        XCTAssertFalse(faults.isEmpty)
    }
}
