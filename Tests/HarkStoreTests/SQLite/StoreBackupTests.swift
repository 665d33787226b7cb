import HarkTesting
import TestSupport
import XCTest

import class FoundationEssentials.FileManager

@testable import HarkStore

final class StoreBackupTests: XCTestCase {
    private static let largeBody = [UInt8](repeating: 7, count: (1 << 20) + 1)

    private func bodies(_ test: TestStore) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: test.folder.path(of: "store/bodies")).sorted()
    }

    func testBackup_canReplaceTheDatabase() async throws {
        let test = try TestStore(of: self)
        let store = try await test.open()
        _ = try await store.add(TestStore.delivery(), startsNow: false)
        _ = try await store.add(TestStore.delivery("two", body: Self.largeBody), startsNow: false)
        let other = try TestStore(of: self)
        try await other.make()
        try other.folder.remove("store/hark.db")

        try await store.backup(to: other.database)

        XCTAssertEqual(try other.folder.mode(of: "store/hark.db"), 0o600)
        let restored = try await other.open()
        let claimed = try await restored.claim(ClaimLimits(total: 5))
        XCTAssertEqual(claimed.deliveries.map(\.payload.body), [Array("body".utf8), Self.largeBody])
        await restored.close()
        await store.close()
    }

    func testBackup_fails_whenABodyCannotBeRead() async throws {
        let test = try TestStore(of: self)
        let store = try await test.open()
        _ = try await store.add(TestStore.delivery(body: Self.largeBody), startsNow: false)
        let body = test.folder.path(of: "store/bodies/\(try XCTUnwrap(bodies(test).first))")
        try FileManager.default.removeItem(atPath: body)
        try FileManager.default.createSymbolicLink(atPath: body, withDestinationPath: "elsewhere")
        let copy = test.folder.path(of: "copy.db")

        let failure = await error { () async throws(StoreError) in try await store.backup(to: copy) }

        guard case .unavailable(let reason)? = failure else { return XCTFail("\(failure, default: "")") }
        XCTAssertTrue(reason.hasPrefix("“\(body)” could not be read"), reason)
        XCTAssertFalse(FileManager.default.fileExists(atPath: copy))
        await store.close()
    }

    func testBackup_leavesOutABody_whoseDeliveryWasDeletedMeanwhile() async throws {
        let test = try TestStore(of: self)
        let store = try await test.open()
        _ = try await store.add(TestStore.delivery(body: Self.largeBody), startsNow: false)
        try test.folder.remove("store/bodies/\(try XCTUnwrap(bodies(test).first))")

        try await store.backup(to: test.folder.path(of: "copy.db"))

        let copy = try SQLiteConnection(path: PrivateFile.realPath(test.folder.path(of: "copy.db")))
        XCTAssertEqual(try copy.row("SELECT count(*) FROM payload WHERE body IS NULL") { $0.int(0) }, 1)
        await store.close()
    }

    func testBackup_refuses_aFileThatExists() async throws {
        let test = try TestStore(of: self)
        let store = try await test.open()
        let path = try test.folder.write("precious", to: "copy.db")

        let failure = await error { () async throws(StoreError) in try await store.backup(to: path) }

        guard case .unavailable? = failure else { return XCTFail("\(failure, default: "")") }
        XCTAssertEqual(FileManager.default.contents(atPath: path), "precious".data(using: .utf8))
        await store.close()
    }

    func testBackup_copiesAStore_inMemory() async throws {
        let test = try TestStore(of: self)
        let store = try await SQLiteStore.inMemory(clock: { .now })
        _ = try await store.takeSlot(of: "a", at: .now)

        try await store.backup(to: test.folder.path(of: "copy.db"))

        let copy = try SQLiteConnection(path: PrivateFile.realPath(test.folder.path(of: "copy.db")))
        XCTAssertEqual(try copy.row("SELECT count(*) FROM slot") { $0.int(0) }, 1)
        await store.close()
    }
}
