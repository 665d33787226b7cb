import XCTest

@testable import HarkStore

final class DeliveryTableTests: XCTestCase {
    func testDuplicates_areKnown_whenTheTableIsOpenedAgain() throws {
        let tables = try TestTables()
        let id = try XCTUnwrap(try tables.add(tables.delivery(duplicateKey: .max)))

        let again = try DeliveryTable(tables.connection, at: tables.now)

        let added = try again.add(tables.delivery(duplicateKey: .max), startsNow: true, at: tables.now)
        XCTAssertEqual(added, .duplicate(id, state: .ready))
    }

    func testDuplicate_isFound_inTheSameTransaction() throws {
        let tables = try TestTables()

        try tables.connection.run("BEGIN IMMEDIATE")
        let id = try XCTUnwrap(try tables.add(tables.delivery(duplicateKey: 1)))
        let added = try tables.deliveries.add(tables.delivery(duplicateKey: 1), startsNow: true, at: tables.now)
        try tables.connection.run("COMMIT")

        XCTAssertEqual(added, .duplicate(id, state: .ready))
    }

    func testDeliveries_areTold_whenTheirDuplicateKeysEndAlike() throws {
        let tables = try TestTables()
        let keys: [UInt128] = [1 << 64, 2 << 64]
        let first = try XCTUnwrap(try tables.add(tables.delivery(duplicateKey: keys[0])))

        let again = try DeliveryTable(tables.connection, at: tables.now)
        let second = try again.add(tables.delivery(duplicateKey: keys[1]), startsNow: false, at: tables.now)
        let repetitions = try keys.map { key in
            try again.add(tables.delivery(duplicateKey: key), startsNow: false, at: tables.now)
        }

        guard case .stored(let id, _, _, _) = second else { return XCTFail("\(second)") }
        XCTAssertEqual(repetitions, [.duplicate(first, state: .ready), .duplicate(id, state: .ready)])
    }

    func testDelivery_isStoredAnew_whenItsTransactionWasRolledBack() throws {
        let tables = try TestTables()
        try tables.connection.run("BEGIN IMMEDIATE")
        let lost = try XCTUnwrap(try tables.add(tables.delivery(key: "k", duplicateKey: 1)))
        try tables.add(tables.delivery(key: "k"))
        try tables.connection.run("ROLLBACK")
        tables.deliveries.rolledBack()

        let id = try XCTUnwrap(try tables.add(tables.delivery(key: "k", duplicateKey: 1)))

        XCTAssertGreaterThan(id, lost)
        XCTAssertEqual(try tables.ids(), [id])
        XCTAssertEqual(try tables.state(of: id), .ready)
    }

    func testOrderOfArrival_isKept_whenTheClockWasSetBackBeforeAStart() throws {
        var tables = try TestTables()
        try tables.add(tables.delivery())
        let first = tables.now
        tables.now.addTimeInterval(-3600)

        let again = try DeliveryTable(tables.connection, at: tables.now)
        _ = try again.add(tables.delivery(), startsNow: false, at: tables.now)

        XCTAssertEqual(try DeliveryList(tables.connection).deliveries(DeliveryQuery()).map(\.received), [first, first])
        XCTAssertEqual(try DeliveryList(tables.connection).deliveries(DeliveryQuery(limit: 1)).first?.due, tables.now)
    }

    func testBodyInAFile_isMarked_whereverItIsRead() throws {
        let tables = try TestTables()
        let inFile = try XCTUnwrap(try tables.add(tables.delivery(body: [1, 2, 3]), bodyIsInFile: true))
        let inline = try XCTUnwrap(try tables.add(tables.delivery(body: [])))

        let claim = try tables.deliveries.claim(ClaimLimits(total: 5), at: tables.now)

        XCTAssertEqual(claim.found.deliveries.map(\.record.id), [inFile, inline])
        XCTAssertEqual(claim.bodiesInFiles, [0])
        XCTAssertEqual(claim.found.deliveries.first?.record.size, 3)
        XCTAssertEqual(try tables.deliveries.payload(of: inFile)?.isBodyInFile, true)
        XCTAssertEqual(try tables.deliveries.payload(of: inline)?.isBodyInFile, false)
    }

    func testClaim_takesNoMoreThanItCanHold_whateverIsAskedFor() throws {
        let tables = try TestTables()
        try tables.connection.run("BEGIN")
        for _ in 1...1100 { try tables.add(tables.delivery()) }
        try tables.connection.run("COMMIT")

        let first = try tables.deliveries.claim(ClaimLimits(total: .max), at: tables.now)
        let second = try tables.deliveries.claim(ClaimLimits(total: .max), at: tables.now)

        XCTAssertEqual(first.found.deliveries.count, 1000)
        XCTAssertTrue(first.found.isMoreDue)
        XCTAssertEqual(second.found.deliveries.count, 100)
        XCTAssertFalse(second.found.isMoreDue)
    }
}
