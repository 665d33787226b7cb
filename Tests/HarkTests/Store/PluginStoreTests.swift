import Hark
import Synchronization
import XCTest

import struct FoundationEssentials.Date

private struct Build: Codable, Equatable {
    var number: Int
    var project: String?
    var started = Date(timeIntervalSince1970: 1_767_225_600.25)
}

/// A clock that a test advances.
private final class Time: Sendable {
    private let seconds = Mutex(0.0)

    var clock: BotClock { BotClock { Date(timeIntervalSince1970: self.seconds.withLock { $0 }) } }

    func advance(by duration: Duration) { seconds.withLock { $0 += duration / .seconds(1) } }
}

final class PluginStoreTests: XCTestCase {
    func testValue_isTheOneThatWasSet() async throws {
        let store = PluginStore.inMemory()
        let build = Build(number: 7, project: "api")

        try await store.set(build, for: "build")
        try await store.set(41, for: "count")
        try await store.set(42, for: "count")
        try await store.set([String?](["a", nil]), for: "list")

        let (found, count, list) = try await (
            store.value("build", as: Build.self), store.value("count", as: Int.self),
            store.value("list", as: [String?].self)
        )
        XCTAssertEqual(found, build)
        XCTAssertEqual(count, 42)
        XCTAssertEqual(list, ["a", nil])
    }

    func testValue_isNil_onceItIsRemoved() async throws {
        let store = PluginStore.inMemory()
        try await store.set("x", for: "key")

        let wasThere = try await (store.remove("key"), store.remove("key"))

        let value = try await store.value("key", as: String.self)
        XCTAssertNil(value)
        XCTAssertTrue(wasThere == (true, false))
    }

    func testValue_isNil_onceItHasExpired() async throws {
        let time = Time()
        let store = PluginStore.inMemory(clock: time.clock)
        try await store.set(1, for: "short", expiringIn: .seconds(60))
        try await store.set(2, for: "lasting")

        time.advance(by: .seconds(59))
        let before = try await store.value("short", as: Int.self)
        time.advance(by: .seconds(1))

        let after = try await store.value("short", as: Int.self)
        let (keys, wasThere) = try await (store.keys(), store.remove("short"))
        XCTAssertEqual(before, 1)
        XCTAssertNil(after)
        XCTAssertEqual(keys, ["lasting"])
        XCTAssertFalse(wasThere)
    }

    /// The stores of bots have these keys.
    func testKey_ofASecret_hasHalfOfItsDigest_insteadOfIt() {
        XCTAssertEqual(PluginStore.key("hook/", ofSecret: "s3cret"), "hook/1ec1c26b50d5d3c58d9583181af80766")
    }

    func testKeys_areThoseWithThePrefix_sortedByBytes() async throws {
        let store = PluginStore.inMemory()
        for key in ["b/2", "a", "b/10", "b", "ä", "b/é", "b/e\u{301}", "Z"] { try await store.set(0, for: key) }

        let (all, some, none) = try await (store.keys(), store.keys(prefix: "b/"), store.keys(prefix: "c"))

        XCTAssertEqual(
            all.map { Array($0.utf8) }, all.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) })
        XCTAssertEqual(all.count, 8)
        XCTAssertEqual(some.map { Array($0.utf8) }, ["b/10", "b/2", "b/e\u{301}", "b/é"].map { Array($0.utf8) })
        XCTAssertEqual(none, [])
    }

    func testUpdate_losesNoChange_whenManyHappenAtOnce() async throws {
        let store = PluginStore.inMemory()

        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask { try await store.update("count", default: 100) { $0 += 1 } }
            }
            try await group.waitForAll()
        }

        let count = try await store.value("count", as: Int.self)
        XCTAssertEqual(count, 150)
    }

    func testUpdate_beginsAnew_whenTheValueChangesInTheMeantime() async throws {
        let values = ContestedValues(contests: 3)
        let store = PluginStore(values, clock: .system)
        try await store.set(0, for: "count")

        let result = try await store.update("count", default: 0) { $0 += 1 }

        let value = try await store.value("count", as: Int.self)
        XCTAssertEqual(result, 31)
        XCTAssertEqual(value, 31)
    }

    func testUpdate_givesUp_whenTheValueChangesAllTheTime() async throws {
        let store = PluginStore(ContestedValues(contests: .max), clock: .system)
        try await store.set(0, for: "count")

        do {
            try await store.update("count", default: 0) { $0 += 1 }
            XCTFail("The change was stored.")
        } catch {
            XCTAssertEqual(error, PluginStoreError(.conflict, "The value of “count” changes all the time."))
        }
    }

    func testSet_isRefused_beyondTheBounds() async throws {
        let store = PluginStore.inMemory()
        try await store.set("old", for: "key")
        let longest = String(repeating: "k", count: PluginStore.longestKey)
        try await store.set(String(repeating: "v", count: PluginStore.longestValue - 2), for: longest)

        let refused = await [
            kind { try await store.set(1, for: "") }, kind { try await store.set(1, for: longest + "k") },
            kind { try await store.set(String(repeating: "v", count: PluginStore.longestValue - 1), for: "key") },
            kind { try await store.set(Double.nan, for: "key") },
            kind { try await store.update("key", default: 0) { $0 += 1 } },
            kind { _ = try await store.value("key", as: Int.self) },
        ]

        let value = try await store.value("key", as: String.self)
        XCTAssertEqual(refused, [.outOfBounds, .outOfBounds, .outOfBounds, .wrongType, .wrongType, .wrongType])
        XCTAssertEqual(value, "old")
    }

    func testSet_isRefused_whenThereAreTooManyValues() async throws {
        let time = Time()
        let store = PluginStore.inMemory(clock: time.clock)
        for number in 1..<PluginStore.mostValues { try await store.set(0, for: "\(number)") }
        try await store.set(0, for: "last", expiringIn: .seconds(1))

        let refused = await [
            kind { try await store.set(1, for: "new") },
            kind { try await store.set(1, for: "last", expiringIn: .seconds(1)) },
        ]
        time.advance(by: .seconds(2))
        try await store.set(1, for: "new")

        XCTAssertEqual(refused, [.outOfBounds, nil])
    }

    private func kind(_ operation: () async throws -> Void) async -> PluginStoreError.Kind? {
        do { try await operation() } catch { return (error as? PluginStoreError)?.kind }
        return nil
    }
}

/// Values that someone else changes, adding 10, each time they were read for an update.
private final class ContestedValues: PluginValues {
    private let values = MemoryValues(clock: .system)
    private let contests: Mutex<Int>

    init(contests: Int) { self.contests = Mutex(contests) }

    func value(_ key: String) async throws(PluginStoreError) -> StoredPluginValue? { try await values.value(key) }

    func set(
        _ bytes: [UInt8], for key: String, expiry: Date?, ifVersion version: Int64?
    ) async throws(PluginStoreError) -> Bool {
        let isContested = contests.withLock { contests in
            guard version != nil, contests > 0 else { return false }
            contests -= 1
            return true
        }
        if isContested, let old = try await values.value(key),
            let number = Int(String(decoding: old.bytes, as: UTF8.self))
        {
            _ = try await values.set(Array("\(number + 10)".utf8), for: key, expiry: nil, ifVersion: nil)
        }
        return try await values.set(bytes, for: key, expiry: expiry, ifVersion: version)
    }

    func remove(_ key: String) async throws(PluginStoreError) -> Bool { try await values.remove(key) }

    func keys(prefix: String) async throws(PluginStoreError) -> [String] { try await values.keys(prefix: prefix) }
}
