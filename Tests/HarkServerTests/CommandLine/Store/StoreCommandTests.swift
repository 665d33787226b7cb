import Foundation
import HarkStore
import TestSupport
import XCTest

@testable import HarkServer

final class StoreCommandTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var environment: [String: String] { ["HARK_DATA": folder.path] }

    override func setUp() async throws {
        folder = try TemporaryFolder(of: self)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
    }

    /// Leaves a store with a delivery in the folder.
    private func makeStore() async throws {
        let store = try await SQLiteStore.open(folder: folder.path, clock: { Date() })
        try await StoredDeliveries(store: store).add("a1", body: [UInt8](repeating: 7, count: 2_000_000))
        await store.close()
    }

    func testBackup_isAStoreThatOpens() async throws {
        try await makeStore()
        let copy = folder.path(of: "copy/hark.db")
        try FileManager.default.createDirectory(
            atPath: folder.path(of: "copy"), withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])

        let backup = try hark("store", "backup", "copy/hark.db", environment: environment, in: folder.path)
        let again = try hark("store", "backup", copy, environment: environment)
        let list = try hark("deliveries", environment: ["HARK_DATA": folder.path(of: "copy")])

        XCTAssertEqual(backup.output, ["The store is copied into “\(copy)”."])
        XCTAssertEqual([backup.status, again.status, list.status], [0, 78, 0])
        XCTAssertTrue(again.errors.joined().contains("File exists"), "\(again)")
        XCTAssertTrue(list.output.last?.hasPrefix("a1 ") == true, "\(list)")
    }

    func testSize_isAlsoJSON() async throws {
        try await makeStore()

        let text = try hark("store", "size", environment: environment)
        let json = try hark("store", "size", "--json", environment: environment)

        let report = try JSONValue(parsing: Array(json.output.joined().utf8)).decoded(as: SizeReport.self)
        XCTAssertEqual(report.deliveries, ["ready": 1])
        XCTAssertTrue(text.output.contains("ready deliveries  1"), "\(text)")
    }

    func testDamagedStore_isSalvaged_andKept() async throws {
        try await makeStore()
        let path = folder.path(of: "hark.db")
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try file.seek(toOffset: 4096)
        try file.write(contentsOf: Data(repeating: 0xa5, count: 8192))
        try file.close()

        let check = try hark("store", "check", environment: environment)
        let list = try hark("deliveries", environment: environment)
        let salvage = try hark("store", "salvage", environment: environment)
        let after = try hark("store", "check", environment: environment)

        XCTAssertEqual([check.status, list.status, salvage.status, after.status], [1, 78, 0, 0])
        XCTAssertTrue(check.errors.last?.contains("hark store salvage") == true, "\(check)")
        XCTAssertTrue(list.errors.joined().contains("is damaged"), "\(list)")
        let kept = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0.contains(".damaged-") && !$0.hasSuffix("-wal")
        }
        XCTAssertEqual(kept.count, 1)
        XCTAssertEqual(salvage.output.last, "The damaged store is kept as “\(folder.path)/\(kept.first ?? "")”.")
    }

    func testCheckOfTheBot_judgesTheStore_andMakesNone() async throws {
        let absent = try hark("check", environment: environment)
        let before = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        try await makeStore()
        let sound = try hark("check", environment: environment)
        let store = try await SQLiteStore.open(folder: folder.path, clock: { Date() })
        let inUse = try hark("check", environment: environment)
        await store.close()
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.path(of: "hark.db"))
        let open = try hark("check", environment: environment)

        XCTAssertEqual([absent.status, sound.status, inUse.status, open.status], [0, 0, 0, 78])
        XCTAssertEqual(before, [])
        let process = ProcessInfo.processInfo.processIdentifier
        XCTAssertTrue(inUse.errors.contains { $0.contains("is in use by process \(process)") }, "\(inUse)")
        XCTAssertTrue(open.errors.contains { $0.contains("chmod 600") }, "\(open)")
    }
}
