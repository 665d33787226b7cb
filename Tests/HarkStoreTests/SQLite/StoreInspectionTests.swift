import Foundation
import XCTest

@testable import HarkStore

final class StoreInspectionTests: XCTestCase {
    private var folder = ""

    override func setUpWithError() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "hark-\(UUID().uuidString)").path
        let path = folder
        addTeardownBlock { try? FileManager.default.removeItem(atPath: path) }
    }

    private func refusal() async -> StoreOpenError? {
        do throws(StoreOpenError) {
            _ = try await SQLiteStore.inspect(folder: folder)
            return nil
        } catch {
            return error
        }
    }

    private func open() async throws -> SQLiteStore { try await SQLiteStore.open(folder: folder, clock: { Date() }) }

    /// Changes the database without the store.
    private func change(_ sql: String) throws {
        let connection = try SQLiteConnection(path: "\(folder)/hark.db")
        try connection.script(sql)
    }

    func testStore_isAbsent_andIsNotMade() async throws {
        let condition = try await SQLiteStore.inspect(folder: folder)

        XCTAssertEqual(condition, .absent)
        XCTAssertFalse(FileManager.default.fileExists(atPath: folder))
    }

    func testStore_isInUse_thenSound() async throws {
        let store = try await open()

        let inUse = try await SQLiteStore.inspect(folder: folder)
        await store.close()
        let closed = try await SQLiteStore.inspect(folder: folder)

        XCTAssertEqual(inUse, .inUse(processID: Int(ProcessInfo.processInfo.processIdentifier)))
        XCTAssertEqual(closed, .sound)
    }

    func testStore_isOutdated_whenItsVersionIsOlder() async throws {
        try await open().close()
        try change("PRAGMA user_version = 0")

        let condition = try await SQLiteStore.inspect(folder: folder)

        XCTAssertEqual(condition, .outdated)
    }

    func testStore_isRefused_whenItsVersionIsNewer() async throws {
        try await open().close()
        try change("PRAGMA user_version = 999")

        let refusal = await refusal()

        guard case .newer(_, 999, _) = refusal else { return XCTFail("\(refusal as Any)") }
    }

    func testStore_isRefused_whenTheFileIsText() async throws {
        try await open().close()
        try "Hello, this is no database, but a text that is longer than a header of SQLite's, which has 100 bytes. "
            .write(toFile: "\(folder)/hark.db", atomically: false, encoding: .utf8)

        let refusal = await refusal()

        guard case .foreign = refusal else { return XCTFail("\(refusal as Any)") }
    }
}
