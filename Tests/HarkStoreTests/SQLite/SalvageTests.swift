import HarkTesting
import TestSupport
import XCTest

@testable import HarkStore

final class SalvageTests: XCTestCase {
    private func salvage(_ test: TestStore) async throws -> SalvageReport {
        try await SQLiteStore.salvage(folder: test.folder.path(of: "store"), now: test.clock.now)
    }

    /// A closed store with so many deliveries, each with a request of 3 kB.
    private func store(_ count: Int) async throws -> TestStore {
        let test = try TestStore(of: self)
        let store = try await test.open()
        for number in 1...count {
            let body = [UInt8](repeating: UInt8(number % 256), count: 3000)
            _ = try await store.add(TestStore.delivery("\(number)", body: body), startsNow: false)
        }
        _ = try await store.setValue([1], for: "key", of: "Deploys", expiry: nil, ifVersion: nil)
        await store.close()
        return test
    }

    /// The pages of a table's rows, in the order of the rows.
    private func leaves(of table: String, _ test: TestStore) throws -> [Int64] {
        let path = try XCTUnwrap(PrivateFile.realPath(test.database))
        let connection = try SQLiteConnection(path: path, access: .read)
        // Each row of 3 kB has a page of its own.
        return try connection.rows(
            "SELECT pageno FROM dbstat WHERE name = ?1 AND pagetype = 'leaf' ORDER BY path", [.text(table)]
        ) { $0.int(0) }
    }

    func testSalvage_copiesEverything_ofAWholeDatabase() async throws {
        let test = try await store(50)

        let report = try await salvage(test)

        XCTAssertEqual(report.rows["delivery"], 50)
        XCTAssertEqual(report.rows["payload"], 50)
        XCTAssertEqual(report.rows["value"], 1)
        XCTAssertEqual(report.holes, 0)
        XCTAssertEqual(report.lostRequests, 0)
        let saved = try await test.open()
        let version = try await saved.setValue([2], for: "key", of: "Deploys", expiry: nil, ifVersion: 1)
        XCTAssertEqual(version, 2)
        await saved.close()
    }

    func testSalvage_readsAround_damagedPages_andListsTheirDeliveriesAsDead() async throws {
        let test = try await store(60)
        let leaves = try leaves(of: "payload", test)
        for page in [leaves[10], leaves[30], leaves[31], leaves[32]] {
            try test.overwrite(at: (page - 1) * 4096, [UInt8](repeating: 0xa5, count: 4096))
        }
        let refusal = await error { try await test.open() }
        XCTAssertTrue(refusal is StoreOpenError)

        let report = try await salvage(test)

        XCTAssertEqual(report.rows["delivery"], 60)
        XCTAssertEqual(report.rows["payload"], 60 - 4)
        XCTAssertEqual(report.holes, 2)
        XCTAssertEqual(report.lostRequests, 4)
        XCTAssertTrue(report.damagedFile.hasSuffix("/hark.db.damaged-1800000000"))
        XCTAssertEqual(try test.folder.mode(of: "store/hark.db.damaged-1800000000"), 0o600)
        let saved = try await test.open()
        let claimed = try await saved.claim(ClaimLimits(total: 100))
        XCTAssertEqual(claimed.deliveries.count, 56)
        XCTAssertTrue(claimed.deliveries.allSatisfy { $0.payload.body.count == 3000 })
        let dead = try await saved.deliveries(DeliveryQuery(states: [.dead, .quarantined]))
        XCTAssertEqual(dead.count, 4)
        let counted = try await saved.summary().deliveries[.dead]
        XCTAssertEqual(counted, 4)
        for record in dead {
            let before = try await saved.replay(record.id, due: nil, note: "by a test")
            XCTAssertNil(before)
        }
        await saved.close()
    }

    func testSalvage_saves_theLastRows() async throws {
        let test = try await store(20)
        let leaves = try leaves(of: "payload", test)
        try test.overwrite(at: (leaves[leaves.count - 2] - 1) * 4096, [UInt8](repeating: 0xa5, count: 4096))

        let report = try await salvage(test)

        XCTAssertEqual(report.rows["payload"], 19)
        let saved = try await test.open()
        let last = try await saved.payload(of: StoredDeliveryID(rawValue: 20))
        XCTAssertEqual(last?.body.count, 3000)
        await saved.close()
    }

    func testSalvage_makesAnEmptyStore_ofATextFile() async throws {
        let test = try TestStore(of: self)
        try await test.make()
        try test.folder.write("not a database", to: "store/hark.db")

        let report = try await salvage(test)

        XCTAssertEqual(report.rows["delivery"], 0)
        XCTAssertEqual(try test.folder.mode(of: "store/hark.db.damaged-1800000000"), 0o600)
        await (try await test.open()).close()
    }

    func testSalvage_isRefused_whileTheStoreIsUsed() async throws {
        let test = try TestStore(of: self)
        let store = try await test.open()

        let failure = await error { try await self.salvage(test) } as? StoreOpenError

        guard case .inUse? = failure else { return XCTFail("\(failure, default: "")") }
        await store.close()
    }

    func testSalvage_makesNoStore_whereThereIsNone() async throws {
        let test = try TestStore(of: self)

        let failure = await error { try await self.salvage(test) }

        XCTAssertTrue(failure is StoreOpenError)
    }
}
