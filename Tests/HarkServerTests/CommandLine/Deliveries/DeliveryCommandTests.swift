import Foundation
import HarkStore
import TestSupport
import XCTest

@testable import HarkServer

/// The commands as processes: beside a bot, after it, and where they cannot work.
final class DeliveryCommandTests: XCTestCase {
    private var folder: TemporaryFolder!
    private var environment: [String: String] { ["HARK_DATA": folder.path(of: "data"), "HARK_GITHUB_SECRET": "s"] }

    override func setUpWithError() throws { folder = try TemporaryFolder(of: self) }

    /// A bot that has handled one push.
    private func botWithAPush(_ more: [String: String] = [:]) throws -> BotProcess {
        let bot = try BotProcess(environment.merging(more) { $1 })
        addTeardownBlock { bot.stop() }
        let push = SignedPush(secret: "s")
        _ = try curl(
            "\(try bot.addresses()[0])/github", "-d", push.body, "-H", push.header, "-H", "X-GitHub-Event: push")
        return bot
    }

    private func run(
        _ arguments: String..., with more: [String: String] = [:]
    ) throws -> (status: Int32, output: [String], errors: [String]) {
        try hark(arguments, environment: environment.merging(more) { $1 })
    }

    /// The identifier of the only delivery.
    private func onlyDelivery() throws -> DeliveryEntry {
        let lines = try run("deliveries", "--json").output
        XCTAssertEqual(lines.count, 1, "\(lines)")
        return try JSONValue(parsing: Array((lines.first ?? "").utf8)).decoded(as: DeliveryEntry.self)
    }

    private func opened() async throws -> SQLiteStore {
        try await SQLiteStore.open(folder: folder.path(of: "data"), clock: { Date() })
    }

    func testCommands_useTheStoreOfARunningBot() throws {
        _ = try botWithAPush()

        let entry = try onlyDelivery()
        let shown = try run("delivery", String(entry.id.prefix(6)))
        let replay = try run("replay", entry.id, "--yes")
        let check = try run("store", "check")
        let salvage = try run("store", "salvage")

        XCTAssertEqual([entry.plugin, entry.route, entry.event], ["github", "POST /github", "push"])
        XCTAssertTrue(shown.output.contains("id          \(entry.id)"), "\(shown)")
        XCTAssertEqual(replay.output, ["\(entry.id) is handled again."])
        XCTAssertEqual(check.output, ["The store is sound."])
        XCTAssertEqual([shown.status, replay.status, check.status, salvage.status], [0, 0, 0, 75])
        XCTAssertTrue(salvage.errors.joined().contains("The bot runs (process "), "\(salvage)")
    }

    func testCommands_useTheFile_whenTheBotHasEnded() throws {
        let bot = try botWithAPush()
        bot.terminate()
        _ = bot.status()

        let entry = try onlyDelivery()
        let replay = try run("replay", entry.id, "--yes")
        let replayed = try onlyDelivery()
        let cancellation = try run("cancel", entry.id, "--yes")

        XCTAssertEqual(entry.state, .done)
        XCTAssertEqual(
            replay.output, ["\(entry.id) is handled again.", "No bot runs: that happens when it starts."])
        XCTAssertEqual(replayed.state, .ready)
        XCTAssertEqual(cancellation.output, ["\(entry.id) is cancelled."])
    }

    func testCommands_useTheFile_whenTheBotWasKilled() throws {
        let bot = try botWithAPush()
        bot.signal(SIGKILL)
        _ = bot.status()

        let hasSocket = FileManager.default.fileExists(atPath: folder.path(of: "data/control.sock"))
        let list = try run("deliveries")
        let next = try botWithAPush()
        let beside = try run("deliveries")

        XCTAssertTrue(hasSocket)
        XCTAssertEqual(list.status, 0, "\(list)")
        XCTAssertEqual(beside.status, 0, "\(beside)")
        next.stop()
    }

    func testMemory_isReachedThroughTheBotAlone() throws {
        let memory = ["HARK_STORE": "memory"]
        let bot = try botWithAPush(memory)

        let beside = try run("deliveries", with: memory)
        bot.terminate()
        _ = bot.status()
        let after = try run("deliveries", with: memory)

        XCTAssertEqual(beside.output.count, 2, "\(beside)")
        XCTAssertEqual(after.status, 78)
        XCTAssertTrue(after.errors.joined().contains("HARK_STORE=memory keeps deliveries in a running bot"), "\(after)")
    }

    func testCommands_lookForTheStore_whenAnotherSettingIsMalformed() throws {
        let sound = try run("deliveries")
        let malformed = try run("deliveries", with: ["HARK_OUTBOX_AGE": "30d", "HARK_LOG_LEVEL": "loud"])

        XCTAssertEqual(malformed.errors, sound.errors)
        XCTAssertEqual(malformed.status, sound.status)
    }

    func testCommands_sayWhatToDo_whereThereIsNoStore() throws {
        let absent = try run("deliveries")
        let off = try run("store", "size", with: ["HARK_STORE": "off"])

        XCTAssertEqual([absent.status, off.status], [78, 78])
        XCTAssertEqual(
            absent.errors,
            [
                "hark: store: There is no store in “\(folder.path(of: "data"))”. Start the bot, or set HARK_DATA to the "
                    + "folder that it uses."
            ])
        XCTAssertEqual(off.errors, ["hark: store: This bot stores no deliveries (HARK_STORE=off)."])
        XCTAssertFalse(FileManager.default.fileExists(atPath: folder.path(of: "data")))
    }

    func testCommands_nameTheProcess_whichHoldsTheLockAndDoesNotAnswer() async throws {
        let store = try await opened()

        let list = try run("deliveries")
        let salvage = try run("store", "salvage")
        let check = try run("store", "check")
        await store.close()

        let process = "Process \(ProcessInfo.processInfo.processIdentifier) uses the store in “"
        XCTAssertEqual([list.status, salvage.status, check.status], [75, 75, 0])
        XCTAssertTrue(list.errors.joined().hasPrefix("hark: \(process)"), "\(list)")
        XCTAssertTrue(salvage.errors.joined().hasPrefix("hark: \(process)"), "\(salvage)")
    }

    func testChanges_areNotMade_withoutATerminalOrAYes() async throws {
        let store = try await opened()
        let stored = StoredDeliveries(store: store)
        for id in ["a1", "a2"] { try await stored.add(id) }
        try await stored.run(.dead(error: "no"))
        await store.close()

        let replays = [
            try run("replay", "--all-dead"), try run("replay", "a1"), try run("cancel", "a1"),
            try run("replay", "--all-dead", "--plugin", "gitlab"),
        ]
        let list = try run("deliveries", "--state", "dead", "--plugin", "github")

        XCTAssertEqual(replays.map(\.status), [1, 1, 1, 1])
        XCTAssertEqual(replays[0].output, ["2 deliveries would be handled again. Add --yes to do that."])
        XCTAssertEqual(replays[1].output, ["1 delivery would be handled again. Add --yes to do that."])
        XCTAssertEqual(replays[2].errors, ["hark: a1 is dead already."])
        XCTAssertEqual(replays[3].errors, ["hark: There are no such deliveries."])
        XCTAssertEqual(list.output.count, 3, "\(list)")
    }

    func testReplayOfAllDead_isMadeWithAYes() async throws {
        let store = try await opened()
        let stored = StoredDeliveries(store: store)
        for id in ["a1", "a2"] { try await stored.add(id) }
        try await stored.run(.dead(error: "no"))
        await store.close()

        let replay = try run("replay", "--all-dead", "--yes")
        let list = try run("deliveries", "--state", "ready", "--json")

        XCTAssertEqual(
            replay.output,
            ["2 deliveries are handled again, ten a second.", "No bot runs: that happens when it starts."])
        XCTAssertEqual(list.output.count, 2)
    }

    func testRaw_writesTheBodyIntoANewFile_forItsOwnerAlone() async throws {
        let store = try await opened()
        try await StoredDeliveries(store: store).add("a1", body: [0, 255, 10])
        await store.close()
        let path = folder.path(of: "body")

        let first = try run("delivery", "a1", "--raw", path)
        let second = try run("delivery", "a1", "--raw", path)

        XCTAssertEqual([first.status, second.status], [0, 78])
        XCTAssertEqual(try Data(contentsOf: URL(fileURLWithPath: path)), Data([0, 255, 10]))
        XCTAssertEqual(try folder.mode(of: "body") & 0o777, 0o600)
        XCTAssertTrue(second.errors.joined().contains("cannot be written (File exists)"), "\(second)")
    }

    func testDelivery_isNotFound_with1() async throws {
        await (try opened()).close()

        let outcomes = [try run("delivery", "a1"), try run("replay", "a1", "--yes"), try run("deliveries")]

        XCTAssertEqual(outcomes.map(\.status), [1, 1, 1])
        XCTAssertEqual(outcomes[0].errors, ["hark: There is no stored delivery “a1”."])
    }

    func testArguments_areRefusedWith64() throws {
        let outcomes = [
            try run("replay"), try run("replay", "a1", "--all-dead"), try run("replay", "a1", "--since", "2h"),
            try run("cancel"), try run("deliveries", "--state", "lost"), try run("deliveries", "--since", "yesterday"),
            try run("deliveries", "--limit", "0"), try run("delivery"), try run("store", "backup"),
        ]

        XCTAssertEqual(outcomes.map(\.status), Array(repeating: 64, count: 9))
    }
}
