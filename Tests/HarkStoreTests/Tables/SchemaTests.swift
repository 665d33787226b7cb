import XCTest

@testable import HarkStore

final class SchemaTests: XCTestCase {
    func testSchema_refusesASecondActiveDelivery_withOneKey() throws {
        let tables = try TestTables()
        try tables.add(tables.delivery(key: "k"))
        try tables.add(tables.delivery(key: "k"))

        XCTAssertThrowsError(try tables.connection.run("UPDATE delivery SET state = 'running' WHERE id = 2")) {
            XCTAssertEqual(($0 as? SQLiteError)?.primaryCode, 19)
        }
    }

    func testDelivery_takesWhatBelongsToItAlong_whenItIsDeleted() throws {
        let tables = try TestTables()
        try tables.addEnded(tables.delivery(), .dead(error: "no"))

        try tables.connection.run("DELETE FROM delivery")

        for table in ["payload", "attempt"] {
            let count = try tables.connection.row("SELECT count(*) FROM \(table)") { $0.int(0) }
            XCTAssertEqual(count, 0)
        }
    }

    /// What runs for each delivery must not get slower with the number of deliveries that are stored.
    func testStatementsOfEachDelivery_useIndexes() throws {
        let tables = try TestTables()
        let statements = [
            "SELECT due FROM delivery WHERE state = 'ready' AND queue = 0 AND due > 1 AND expiry > due ORDER BY due",
            "SELECT id FROM delivery WHERE state = 'ready' AND queue = 0 AND due <= 1 AND expiry > 1 ORDER BY due, id",
            "SELECT id FROM delivery WHERE route = 1 AND key = '' AND key IS NOT NULL AND state IN ('ready', 'running')",
            "SELECT id FROM delivery WHERE state = 'waiting' AND route = 1 AND key = '' ORDER BY id LIMIT 1",
        ]

        for statement in statements {
            let plan = try tables.connection.rows("EXPLAIN QUERY PLAN \(statement)") { $0.text(3) }
            XCTAssertEqual(plan.count, 1, "\(plan)")
            XCTAssertTrue(plan.first?.contains("SEARCH delivery USING") == true, "\(plan)")
        }
    }

    private func plan(_ sql: String, _ values: [SQLiteValue], _ tables: TestTables) throws -> [String] {
        try tables.connection.rows("EXPLAIN QUERY PLAN \(sql)", values) { $0.text(3) }
    }

    /// Deliveries that were handled are the many.
    func testListsOfOtherDeliveries_useTheIndexesOfTheirStates() throws {
        let tables = try TestTables()
        let unfinished = Set(DeliveryState.allCases.filter(\.isUnfinished))
        let queries = [
            DeliveryQuery(states: [.ready]), DeliveryQuery(states: unfinished), DeliveryQuery(states: [.dead]),
            DeliveryQuery(plugin: "ci", states: unfinished.union([.dead, .quarantined]), since: tables.now),
            DeliveryQuery(states: [.dead, .quarantined], before: StoredDeliveryID(rawValue: 9)),
        ]

        for query in queries {
            let statement = try DeliveryList(tables.connection).statement(query)
            let plan = try plan(statement.sql, statement.values, tables)
            XCTAssertEqual(plan.first, "SEARCH delivery USING INTEGER PRIMARY KEY (rowid=?)", "\(plan)")
            let scans = plan.filter { $0.hasPrefix("SCAN") && !$0.contains("INDEX delivery_") }
            XCTAssertEqual(scans, [], "\(plan)")
        }
    }

    func testListsOfALatePart_endAtTheFirstOlderDelivery() throws {
        let tables = try TestTables()

        let statement = try DeliveryList(tables.connection).statement(
            DeliveryQuery(plugin: "ci", since: tables.now, requestIDPrefix: "ab"))
        let plan = try plan(statement.sql, statement.values, tables)

        XCTAssertEqual(plan.first, "SEARCH delivery USING INTEGER PRIMARY KEY (rowid>?)", "\(plan)")
    }

    func testListsOfUnsentMessages_useTheirIndex() throws {
        let tables = try TestTables()
        let unsent = Set(StoredMessageState.allCases.filter(\.isUnsent))
        let queries = [
            MessageQuery(states: unsent), MessageQuery(states: [.pending], after: StoredMessageID(rawValue: 1)),
            MessageQuery(network: "irc", states: unsent), MessageQuery(network: "irc", room: "#ops", states: unsent),
        ]

        for query in queries {
            let statement = MessageTable.statement(query)
            let plan = try plan(statement.sql, statement.values, tables)
            XCTAssertTrue(plan.first?.contains("USING INDEX message_unsent") == true, "\(plan)")
        }
    }

    func testCounts_readIndexesAlone() throws {
        let tables = try TestTables()

        for state in ["ready", "waiting"] {
            let plan = try tables.connection.rows(
                "EXPLAIN QUERY PLAN SELECT count(*) FROM delivery WHERE state = '\(state)'"
            ) { $0.text(3) }
            XCTAssertEqual(plan, ["SCAN delivery USING COVERING INDEX delivery_\(state)"])
        }
    }
}
