import HarkTesting
import XCTest

import class FoundationEssentials.FileManager

@testable import HarkStore

final class StoreSuiteTests: XCTestCase {
    private static func folder() -> String {
        FileManager.default.temporaryDirectory.path + "/hark-store-\(UInt64.random(in: 0...(.max)))"
    }

    func testStoreInMemory_keepsEveryRule() async throws {
        let untried = try await checkStore { clock in try await SQLiteStore.inMemory(clock: { clock.now }) }

        XCTAssertEqual(untried.filter { !$0.hasSuffix("the store is not opened again") }, [])
    }

    func testStoreInAFolder_keepsEveryRule() async throws {
        let root = Self.folder()
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        addTeardownBlock { try FileManager.default.removeItem(atPath: root) }

        let untried = try await checkStore(
            { clock in
                let folder = "\(root)/\(UInt64.random(in: 0...(.max)))"
                return try await SQLiteStore.open(folder: folder, clock: { clock.now }, options: Self.options)
            },
            restart: { store, end, clock in
                let store = try XCTUnwrap(store as? SQLiteStore)
                let folder = try XCTUnwrap(store.files).folder.path
                if end == .crashed { await store.abandon() }
                return try await SQLiteStore.open(folder: folder, clock: { clock.now }, options: Self.options)
            })

        XCTAssertEqual(untried, [])
    }

    /// The machine that tests may have little free space.
    private static let options = SQLiteStoreOptions(ballast: 0, reserve: 0)
}
