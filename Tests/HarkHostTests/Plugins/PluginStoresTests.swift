import HarkStore
import HarkTesting
import TestSupport
import XCTest

import struct FoundationEssentials.Date

@testable import HarkHost

/// A plugin that counts what it is told to, and how often it began and ended.
private struct Counter: Plugin {
    static let manifest = Manifest<Self>(
        name: "counter", summary: "Counts.",
        commands: [.command("count <word>", help: "Counts a word.", count), .command("begin", help: "Tells.", begin)])

    private let store: PluginStore

    init(_ context: PluginContext) { store = context.store }

    func activate() async throws { try await store.update("activations", default: 0) { $0 += 1 } }

    func deactivate() async { _ = try? await store.update("deactivations", default: 0) { $0 += 1 } }

    func count(_ word: String) async throws -> String {
        "\(try await store.update("words/\(word)", default: 0) { $0 += 1 })"
    }

    func begin() async throws -> String { "\(try await store.value("activations", as: Int.self) ?? 0)" }
}

/// Another plugin with values.
private struct Other: Plugin {
    static let manifest = Manifest<Self>(name: "other", summary: "Is another one.")

    init(_ context: PluginContext) {}
}

final class PluginStoresTests: XCTestCase {
    func testValues_areThereAfterARestart() async throws {
        let bot = try await TestBot(Counter.self)
        let first = await [bot.send("!count tea"), bot.send("!count tea")]

        let restarted = try await bot.crash()

        let second = await restarted.send("!count tea")
        let begun = await restarted.send("!begin")
        XCTAssertEqual(first, [["1"], ["2"]])
        XCTAssertEqual(second, ["3"])
        XCTAssertEqual(begun, ["2"])
    }

    func testValues_areThoseOfOnePlugin() async throws {
        let bot = try await TestBot(Counter.self, Other.self)
        try await bot.pluginStore(of: Other.self).set(41, for: "words/tea")

        let count = await bot.send("!count tea")

        let (own, others) = try await (
            bot.pluginStore(of: Counter.self).keys(prefix: "words/"), bot.pluginStore(of: Other.self).keys()
        )
        XCTAssertEqual(count, ["1"])
        XCTAssertEqual(own, ["words/tea"])
        XCTAssertEqual(others, ["words/tea"])
    }

    func testValues_canBeChanged_untilThePluginIsDeactivated() async throws {
        for environment in [[:], ["HARK_STORE": "off"]] {
            let bot = try await TestBot(Counter.self, environment: environment)

            _ = await bot.send("!plugin deactivate counter")
            _ = await bot.send("!plugin activate counter")

            let store = bot.pluginStore(of: Counter.self)
            let counts = try await [
                store.value("activations", as: Int.self), store.value("deactivations", as: Int.self),
            ]
            XCTAssertEqual(counts, [2, 1], "\(environment)")
        }
    }

    func testValues_areStored_whileTheBotStops() async throws {
        let folder = try TemporaryFolder(of: self)
        let data = folder.path(of: "data")
        let host = try Host(
            BotConfiguration([Counter.self], [:]), networks: [RecordedChat()])
        let store = try await SQLiteStore.open(folder: data, clock: { Date() })
        try await host.start { store }

        await host.stop()

        let reopened = try await SQLiteStore.open(folder: data, clock: { Date() })
        let value = try await reopened.value("deactivations", of: "counter")
        await reopened.close()
        XCTAssertEqual(value?.bytes, Array("1".utf8))
    }

    func testValues_areUnavailable_beforeTheStartAndAfterTheEnd() async throws {
        let stores = PluginStores(clock: .system)
        let store = stores.store(of: "counter")

        let before = await error { _ = try await store.value("key", as: Int.self) }
        stores.open(nil)
        try await store.set(1, for: "key")
        _ = stores.close()
        let after = await error { try await store.set(2, for: "key") }

        XCTAssertEqual(before, PluginStoreError(.unavailable, "Values can be read and changed from activate() on."))
        XCTAssertEqual(after, PluginStoreError(.unavailable, "The bot has stopped."))
    }

    func testErrorsOfTheStore_areThoseOfThePlugin() async throws {
        let bot = try await TestBot(Counter.self)
        let store = bot.pluginStore(of: Counter.self)

        bot.store.fail(next: .full("The disk is full."))
        let full = await error { try await store.set(1, for: "key") }
        bot.store.fail(next: .tooLarge("There are too many."))
        let tooMany = await error { try await store.set(1, for: "key") }

        XCTAssertEqual(full, PluginStoreError(.unavailable, "The disk is full."))
        XCTAssertEqual(tooMany, PluginStoreError(.outOfBounds, "There are too many."))
    }

    func testBounds_areThoseOfTheStore() {
        let bounds = [PluginStore.longestKey, PluginStore.longestValue, PluginStore.mostValues]

        XCTAssertEqual(bounds, [StoreLimits.valueKey, StoreLimits.value, StoreLimits.valuesOfPlugin])
    }

    private func error(of operation: () async throws -> Void) async -> PluginStoreError? {
        do { try await operation() } catch { return error as? PluginStoreError }
        return nil
    }
}
