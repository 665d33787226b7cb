import XCTest

@testable import HarkStore

final class SQLiteConnectionTests: XCTestCase {
    func testRow_hasTheBoundValues_forEachType() throws {
        let connection = try SQLiteConnection(path: nil)
        try connection.script("CREATE TABLE t (a INTEGER, b TEXT, c BLOB, d TEXT, e TEXT, f BLOB) STRICT")

        try connection.run(
            "INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            [.integer(.min), "na\u{0}ïve", .blob([0, 255]), nil, "", .blob([])])

        let row = try connection.row("SELECT * FROM t") { row in
            (row.int(0), row.text(1), row.bytes(2), row.optionalText(3), row.optionalText(4), row.optionalBytes(5))
        }
        XCTAssertEqual(row?.0, .min)
        XCTAssertEqual(row?.1, "na\u{0}ïve")
        XCTAssertEqual(row?.2, [0, 255])
        XCTAssertEqual(row?.3, .some(nil))
        XCTAssertEqual(row?.4, "")
        XCTAssertEqual(row?.5, [])
    }

    func testRows_reuseTheStatement_withOtherValues() throws {
        let connection = try SQLiteConnection(path: nil)

        let numbers = try [1, 2, 3].map { number in
            try connection.rows("SELECT ?1 UNION ALL SELECT ?1 + 10 ORDER BY 1", [.integer(number)]) { $0.int(0) }
        }

        XCTAssertEqual(numbers, [[1, 11], [2, 12], [3, 13]])
    }

    func testChanges_countAllRows_whenOnlyTheFirstIsRead() throws {
        let connection = try SQLiteConnection(path: nil)
        try connection.script("CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1), (2), (3)")

        let first = try connection.row("UPDATE t SET a = a + 1 RETURNING a") { $0.int(0) }

        XCTAssertEqual(first, 2)
        XCTAssertEqual(connection.changes, 3)
        XCTAssertEqual(try connection.rows("SELECT a FROM t") { $0.int(0) }, [2, 3, 4])
    }

    func testRun_throwsTheExtendedCode_whenAConstraintFails() throws {
        let connection = try SQLiteConnection(path: nil)
        try connection.script("CREATE TABLE t (a INTEGER UNIQUE); INSERT INTO t VALUES (1)")

        XCTAssertThrowsError(try connection.run("INSERT INTO t VALUES (1)")) { error in
            XCTAssertEqual((error as? SQLiteError)?.code, 2067)
            XCTAssertEqual((error as? SQLiteError)?.message, "UNIQUE constraint failed: t.a")
        }
    }

    func testRun_throws_whenAValueIsMissing() throws {
        let connection = try SQLiteConnection(path: nil)

        XCTAssertThrowsError(try connection.run("SELECT ?1, ?2", [1]))
    }

    func testScript_throws_whenAStringHasDoubleQuotes() throws {
        let connection = try SQLiteConnection(path: nil)

        XCTAssertThrowsError(try connection.script("SELECT \"no column\""))
    }

    func testInit_throws_whenTheFileDoesNotExist() {
        XCTAssertThrowsError(try SQLiteConnection(path: "/nonexistent/hark.db")) { error in
            let storeError = (error as? SQLiteError)?.storeError
            XCTAssertTrue(storeError?.description.contains("“/nonexistent/hark.db”") ?? false)
            XCTAssertEqual(storeError?.isFatal, true)
        }
    }
}
