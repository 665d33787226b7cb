import TestSupport
import XCTest

@testable import HarkStore

final class StoreDatabaseTests: XCTestCase {
    private func prepare(_ path: String, _ migrations: [String]) throws -> SQLiteConnection {
        let connection = try SQLiteConnection(path: path)
        try StoreDatabase(connection: connection, migrations: migrations).prepare(busyTimeout: .zero) {
            version throws(StoreOpenError) in
            try StoreBackup.beforeMigration(connection, from: version)
        }
        return connection
    }

    private func version(_ connection: SQLiteConnection) throws -> Int64? {
        try connection.row("PRAGMA user_version") { $0.int(0) }
    }

    /// The path of an empty file, as SQLite wants it.
    private func path(_ folder: TemporaryFolder) throws -> String {
        try XCTUnwrap(PrivateFile.realPath(folder.write("", to: "hark.db")))
    }

    func testPrepare_undoesAMigration_thatFailsHalfWay() throws {
        let path = try path(TemporaryFolder(of: self))
        _ = try prepare(path, ["CREATE TABLE a (x INTEGER)"])

        XCTAssertThrowsError(
            try prepare(
                path, ["CREATE TABLE a (x INTEGER)", "CREATE TABLE b (x INTEGER); INSERT INTO nowhere VALUES (1)"]))

        let connection = try SQLiteConnection(path: path)
        XCTAssertEqual(try version(connection), 1)
        XCTAssertEqual(try connection.rows("SELECT name FROM sqlite_schema") { $0.text(0) }, ["a"])
    }

    func testPrepare_goesOn_afterAMigrationThatFailed() throws {
        let path = try path(TemporaryFolder(of: self))
        _ = try prepare(path, ["CREATE TABLE a (x INTEGER)"])
        XCTAssertThrowsError(try prepare(path, ["", "INSERT INTO nowhere VALUES (1)"]))

        let connection = try prepare(path, ["", "CREATE TABLE b (x INTEGER)", "CREATE TABLE c (x INTEGER)"])

        XCTAssertEqual(try version(connection), 3)
        XCTAssertEqual(try connection.rows("SELECT name FROM sqlite_schema") { $0.text(0) }, ["a", "b", "c"])
    }

    func testPrepare_savesTheDatabase_beforeAMigration() throws {
        let folder = try TemporaryFolder(of: self)
        let path = try path(folder)
        _ = try prepare(path, ["CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (7)"])

        _ = try prepare(path, ["", "DROP TABLE a"])

        let saved = try SQLiteConnection(path: "\(path).version-1", access: .read)
        XCTAssertEqual(try saved.row("SELECT x FROM a") { $0.int(0) }, 7)
        XCTAssertEqual(try version(saved), 1)
        XCTAssertEqual(try folder.mode(of: "hark.db.version-1"), 0o600)
    }

    func testPrepare_sets_whatTheStoreReliesOn() throws {
        let connection = try prepare(path(TemporaryFolder(of: self)), ["CREATE TABLE a (x INTEGER)"])

        let values = try [
            "journal_mode", "synchronous", "auto_vacuum", "foreign_keys", "application_id", "secure_delete",
        ]
        .map { pragma in try connection.row("PRAGMA \(pragma)") { $0.text(0) } }

        XCTAssertEqual(values, ["wal", "2", "2", "1", "1214345835", "2"])
    }

    func testOpen_refuses_aNewerVersion() async throws {
        let test = try TestStore(of: self)
        try await test.make()
        try SQLiteConnection(path: XCTUnwrap(PrivateFile.realPath(test.database))).script("PRAGMA user_version = 99")

        let failure = await error { try await test.open() } as? StoreOpenError

        guard case .newer(_, 99, Schema.migrations.count)? = failure else { return XCTFail("\(failure, default: "")") }
    }

    func testOpen_refuses_aTextFile() async throws {
        let test = try TestStore(of: self)
        try await test.make()
        try test.folder.write(String(repeating: "not a database\n", count: 1000), to: "store/hark.db")

        let failure = await error { try await test.open() } as? StoreOpenError

        guard case .foreign(let file)? = failure else { return XCTFail("\(failure, default: "")") }
        XCTAssertTrue(file.hasSuffix("/store/hark.db"))
        XCTAssertTrue(failure?.description.contains("hark store salvage") ?? false)
    }

    func testOpen_refuses_anotherProgramsDatabase() async throws {
        let test = try TestStore(of: self)
        try await test.make()
        try SQLiteConnection(path: XCTUnwrap(PrivateFile.realPath(test.database))).script("PRAGMA application_id = 1")

        let failure = await error { try await test.open() } as? StoreOpenError

        guard case .foreign? = failure else { return XCTFail("\(failure, default: "")") }
    }

    func testOpen_refuses_aDamagedDatabase() async throws {
        let test = try TestStore(of: self)
        try await test.make()
        try test.overwrite(at: 2 * 4096, [UInt8](repeating: 0xa5, count: 4096))

        let failure = await error { try await test.open() } as? StoreOpenError

        guard case .damaged(let file, _)? = failure else { return XCTFail("\(failure, default: "")") }
        XCTAssertTrue(file.hasSuffix("/store/hark.db"))
        XCTAssertTrue(failure?.description.contains("hark store salvage") ?? false)
    }
}
