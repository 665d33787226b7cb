import TestSupport
import XCTest

@testable import HarkStore

final class StoreFailureTests: XCTestCase {
    /// A store whose database cannot become larger.
    private func fullStore(freeSpace: @escaping @Sendable (StoreSession) -> Void) async throws -> StoreThread {
        let hooks = StoreThread.Hooks(freeSpace: freeSpace)
        let (thread, _) = try await StoreThread.start(hooks) { () throws(StoreOpenError) in
            try StoreOpening(clock: { .now }).openInMemory()
        }
        try await TestStore.limitPages(thread, more: 0)
        return thread
    }

    private func fill(_ thread: StoreThread) async throws(StoreError) {
        try await thread.run(.durableWrite) { session in
            let schedule = String(repeating: "a", count: 100_000)
            try session.connection.run("INSERT INTO slot VALUES (?1, 1)", [.text(schedule)])
        }
    }

    func testRun_triesOnceMore_whenThereIsRoomAgain() async throws {
        let calls = Collected<Bool>()
        let thread = try await fullStore { session in
            calls.add(session.connection.isInTransaction)
            try? session.connection.script("PRAGMA max_page_count = 10000")
        }

        try await fill(thread)

        XCTAssertEqual(calls.values, [false])
        let count = try await thread.run(.read) { try $0.connection.row("SELECT count(*) FROM slot") { $0.int(0) } }
        XCTAssertEqual(count, 1)
        await thread.close()
    }

    func testRun_throwsFull_whenThereIsStillNoRoom() async throws {
        let calls = Collected<Bool>()
        let thread = try await fullStore { calls.add($0.connection.isInTransaction) }

        let failure = await error { () async throws(StoreError) in try await fill(thread) }

        guard case .full? = failure else { return XCTFail("\(failure, default: "")") }
        XCTAssertEqual(calls.values, [false])
        try await thread.run(.write) { try $0.connection.run("DELETE FROM slot") }
        await thread.close()
    }

    func testAdd_usesTheBallast_whenTheDiskIsFull() async throws {
        let test = try TestStore(of: self)
        var options = TestStore.options
        options.ballast = 1 << 20
        let store = try await test.open(options)
        XCTAssertEqual(try test.folder.mode(of: "store/ballast"), 0o600)
        try await TestStore.limitPages(store.thread, more: 0)
        let large = TestStore.delivery(body: [UInt8](repeating: 1, count: 100_000))

        let failure = await error { () async throws(StoreError) in try await store.add(large, startsNow: false) }

        guard case .full? = failure else { return XCTFail("\(failure, default: "")") }
        XCTAssertThrowsError(try test.folder.mode(of: "store/ballast"))
        try await TestStore.limitPages(store.thread, more: 1000)
        guard case .stored = try await store.add(large, startsNow: false) else { return XCTFail() }
        _ = try await store.prune(Retention())
        XCTAssertEqual(try test.folder.mode(of: "store/ballast"), 0o600)
        await store.close()
        let check = try await SQLiteStore.check(folder: test.folder.path(of: "store"))
        XCTAssertEqual(check, [])
    }

    func testAdd_deletesRequestsOfTheDead_whenTheDiskIsFullAndNothingElseCanGo() async throws {
        let test = try TestStore(of: self)
        let store = try await test.open()
        let body = [UInt8](repeating: 1, count: 100_000)
        for name in ["one", "two"] {
            let added = try await store.add(TestStore.delivery(name, body: body), startsNow: true)
            guard case .running(let run) = added else { return XCTFail("\(added)") }
            _ = try await store.finish(run, .dead(error: "no"))
        }
        _ = try await store.add(TestStore.delivery("waiting"), startsNow: false)
        try await TestStore.limitPages(store.thread, more: 0)

        let added = try await store.add(TestStore.delivery("three", body: body), startsNow: false)

        guard case .stored = added else { return XCTFail("\(added)") }
        let dead = try await store.deliveries(DeliveryQuery(states: [.dead])).map(\.requestID)
        XCTAssertEqual(dead, ["two", "one"])
        let replayed = try await store.replay(StoredDeliveryID(rawValue: 1), due: nil, note: "by a test")
        XCTAssertNil(replayed)
        await store.close()
    }

    func testRun_failsForGood_whenWritingFails() async throws {
        let test = try TestStore(of: self)
        let reported = Collected<StoreError>()
        var options = TestStore.options
        options.onFailure = { reported.add($0) }
        let store = try await test.open(options)
        try test.makeLogReadOnly()

        let first = await error { () async throws(StoreError) in try await store.takeSlot(of: "a", at: .now) }
        let second = await error { () async throws(StoreError) in try await store.latestSlot(of: "a") }

        guard case .failed(let reason)? = first else { return XCTFail("\(first, default: "")") }
        XCTAssertTrue(reason.contains("hark.db"), reason)
        XCTAssertEqual(second, first)
        await store.close()
        XCTAssertEqual(reported.values, [first])
        await (try await test.open()).close()
    }

    func testOpen_countsNoCrash_afterTheStoreFailed() async throws {
        let test = try TestStore(of: self)
        let first = try await test.open()
        _ = try await first.add(TestStore.delivery(), startsNow: true)
        try test.makeLogReadOnly()
        _ = await error { () async throws(StoreError) in try await first.takeSlot(of: "a", at: .now) }
        await first.close()

        let inspected = try await SQLiteStore.inspect(folder: test.folder.path(of: "store"))
        let second = try await test.open()
        _ = try await second.claim(ClaimLimits(total: 1))
        await second.abandon()
        let third = try await test.open()

        XCTAssertEqual(inspected, .sound)
        XCTAssertEqual(second.recovery.crashed.map(\.crashes), [0])
        XCTAssertEqual(third.recovery.crashed.map(\.crashes), [1])
        await third.close()
    }

    func testError_isFull_whenTheIndexOfTheLogCannotGrow() {
        let refusal = SQLiteError(code: 4874, message: "disk I/O error", file: "hark.db")

        guard case .full = refusal.storeError else { return XCTFail("\(refusal.storeError)") }
        XCTAssertEqual(StoreOpenError(refusal, "hark.db"), .full(file: "hark.db"))
    }

    func testRun_isUnavailable_whileAnotherProgramWrites() async throws {
        let test = try TestStore(of: self)
        let store = try await test.open()
        let other = try SQLiteConnection(path: XCTUnwrap(store.files).folder.database)
        try other.run("BEGIN IMMEDIATE")

        let failure = await error { () async throws(StoreError) in try await store.takeSlot(of: "a", at: .now) }
        try other.run("ROLLBACK")
        let isTaken = try await store.takeSlot(of: "a", at: .now)

        guard case .unavailable? = failure else { return XCTFail("\(failure, default: "")") }
        XCTAssertTrue(isTaken)
        await store.close()
    }

    func testAdd_isRefused_whenTheDiskIsNearlyFull() async throws {
        let test = try TestStore(of: self)
        var options = TestStore.options
        options.reserve = .max
        options.ballast = 1 << 20
        let store = try await test.open(options)

        let failure = await error { () async throws(StoreError) in
            try await store.add(TestStore.delivery(), startsNow: true)
        }

        guard case .full? = failure else { return XCTFail("\(failure, default: "")") }
        XCTAssertThrowsError(try test.folder.mode(of: "store/ballast"))
        let isTaken = try await store.takeSlot(of: "a", at: .now)
        XCTAssertTrue(isTaken)
        await store.close()
    }
}
