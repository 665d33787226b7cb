import XCTest

@testable import HarkPostgreSQL

/// Statements that are sent together.
final class PostgreSQLPipelineTests: XCTestCase {
    private func connection() throws -> PostgreSQLConnection {
        try PostgreSQLConnection(TestServer.settings(application: "hark/pipeline"))
    }

    func testBothStatements_areRead_asOftenAsTheyAreSent() throws {
        let connection = try connection()
        let numbers = PostgreSQLStatement("SELECT generate_series(1::bigint, $1)", [.int(3)]) { $0.int(0) }
        let texts = PostgreSQLStatement("SELECT $1", [.text("one")]) { $0.text(0) }

        for _ in 1...3 {
            let found = try connection.rows(numbers, texts)

            XCTAssertEqual(found.0, [1, 2, 3])
            XCTAssertEqual(found.1, ["one"])
            XCTAssertEqual(try connection.rows(texts), ["one"])
        }
    }

    func testSecondStatement_isNotRun_whenTheFirstOneFails() throws {
        let connection = try connection()
        try connection.script("CREATE TEMPORARY TABLE noted (number bigint)")
        let failing = PostgreSQLStatement("SELECT 1 / $1", [.int(0)]) { $0.int(0) }
        let noting = PostgreSQLStatement("INSERT INTO noted VALUES ($1) RETURNING number", [.int(1)]) { $0.int(0) }

        XCTAssertThrowsError(try connection.rows(failing, noting)) { error in
            XCTAssertEqual((error as? PostgreSQLError)?.sqlState, "22012")
        }

        XCTAssertEqual(try connection.row("SELECT count(*) FROM noted") { $0.int(0) }, 0)
    }

    func testPipeline_hasTheTimeOfBothStatements() throws {
        let connection = try connection()
        let slow = PostgreSQLStatement("SELECT $1 FROM pg_sleep(1.2)", [.int(1)]) { $0.int(0) }
        connection.timeout = .seconds(2)

        let found = try connection.rows(slow, slow)

        XCTAssertEqual(found.0 + found.1, [1, 1])
    }
}
