import Foundation
import HarkHTTP
import HarkStore
import TestSupport
import XCTest

@testable import HarkServer

final class StoreControlTests: XCTestCase {
    private var stored: StoredDeliveries!
    private var control: StoreControl { stored.control }

    override func setUp() async throws { stored = try await .inMemory() }

    override func tearDown() async throws { await stored.store.close() }

    private func ids(_ filter: DeliveryFilter) async throws -> [String] {
        try await control.perform(.deliveries(filter), as: [DeliveryEntry].self).map(\.id)
    }

    func testDeliveries_areTheNewestThatMatch() async throws {
        try await stored.add("a")
        try await stored.add("b", plugin: "gitlab")
        try await stored.run(.dead(error: "no"))
        try await stored.add("c")

        let lists = [
            try await ids(DeliveryFilter(limit: 2)), try await ids(DeliveryFilter(states: [.dead], limit: 9)),
            try await ids(DeliveryFilter(plugin: "github", limit: 9)),
            try await ids(DeliveryFilter(since: StoredDeliveries.now + 1, limit: 9)),
        ]

        XCTAssertEqual(lists, [["c", "b"], ["b", "a"], ["c", "a"], []])
    }

    func testSubscriptions_areThoseOfAllRooms() async throws {
        try await stored.subscribe()

        let subscriptions = try await control.perform(.subscriptions, as: [RoomSubscription].self)

        XCTAssertEqual(subscriptions.map(\.room), ["slack:#shop-dev"])
        XCTAssertEqual(subscriptions.map(\.conditions), ["plugin=github place=acme/*"])
        XCTAssertEqual(subscriptions.map(\.time), [Date(timeIntervalSinceReferenceDate: 800_000_000)])
    }

    func testDelivery_isShownWithItsAttemptsAndRequest() async throws {
        let number = try await stored.add("8388ce30", key: "a/b", body: Array("{}".utf8))
        try await stored.run(.retry(due: StoredDeliveries.now + 5, error: "503 busy"))

        let details = try await control.perform(.delivery(id: "8388"), as: DeliveryDetails.self)

        let record = try await stored.store.deliveries(DeliveryQuery(id: number))[0]
        XCTAssertEqual(details.delivery, DeliveryEntry(record))
        XCTAssertEqual(details.delivery.key, "a/b")
        XCTAssertEqual(details.attempts.map(\.text), ["503 busy"])
        XCTAssertEqual(details.attempts.map(\.attempt), [1])
        XCTAssertEqual(details.request?.target, "/github?x=1")
        XCTAssertEqual(details.request?.client, "192.0.2.7")
        XCTAssertEqual(details.request?.headers, [["X-GitHub-Event", "push"]])
        XCTAssertEqual(details.bodyStart, "{}")
    }

    func testBody_isTheExactBytes_andOnlyItsStartIsShown() async throws {
        let bytes = [UInt8](repeating: 0xff, count: 5000)
        try await stored.add("a", body: bytes)

        let body = try await control.body(of: "a")
        let start = try await control.perform(.delivery(id: "a"), as: DeliveryDetails.self).bodyStart

        XCTAssertEqual(body, bytes)
        XCTAssertEqual(start, String(repeating: "\u{fffd}", count: 4096))
    }

    func testDelivery_isNotFound_orAmbiguous() async throws {
        for id in ["ab1", "ab2"] { try await stored.add(id) }

        let refusals = [
            await control.refusal(of: .delivery(id: "x")), await control.refusal(of: .body(id: "")),
            await control.refusal(of: .delivery(id: "ab")),
        ]

        XCTAssertEqual(refusals.map { $0?.status }, [.notFound, .notFound, .conflict])
        XCTAssertEqual(refusals[2]?.reason, "Several deliveries begin with “ab”: write more of it.")
    }

    func testReplay_changesNothing_whenItIsATrial() async throws {
        try await stored.add("a")
        try await stored.run(.dead(error: "no"))

        let report = try await control.perform(.replay(.ids(["a"]), .trial), as: ChangeReport.self)

        let states = try await stored.states()
        XCTAssertEqual(report.count, 1)
        XCTAssertEqual(states, [.dead])
    }

    func testReplay_makesADeliveryReady_andNotesWhoWantedIt() async throws {
        try await stored.add("abc")
        try await stored.run(.dead(error: "no"))

        let report = try await control.perform(.replay(.ids(["a", "abc"]), .ada), as: ChangeReport.self)
        let details = try await control.perform(.delivery(id: "abc"), as: DeliveryDetails.self)

        XCTAssertEqual(report, ChangeReport(count: 1, changed: ["abc is handled again."]))
        XCTAssertEqual(details.delivery.state, .ready)
        XCTAssertEqual(details.delivery.replays, 1)
        XCTAssertEqual(details.attempts.last?.text, "replayed by ada")
        XCTAssertEqual(details.attempts.last?.attempt, nil)
    }

    func testReplay_changesNothing_whenOneIsUnknown() async throws {
        try await stored.add("a")
        try await stored.run(.dead(error: "no"))

        let refusal = await control.refusal(of: .replay(.ids(["a", "x"]), .ada))

        let states = try await stored.states()
        XCTAssertEqual(refusal, Rejection(.notFound, "There is no stored delivery “x”."))
        XCTAssertEqual(states, [.dead])
    }

    func testReplayOfAllDead_takesThoseThatMatch_tenASecond() async throws {
        for id in ["a", "b", "c"] { try await stored.add(id) }
        try await stored.add("d", plugin: "gitlab")
        try await stored.run(.dead(error: "no"))

        let all = ControlRequest.replay(.dead(plugin: "github", since: nil), .trial)
        let trial = try await control.perform(all, as: ChangeReport.self)
        let operations = DeliveryOperations(stored.store, clock: BotClock { StoredDeliveries.now })
        let report = try await StoreControl(operations: operations).perform(
            .replay(.dead(plugin: "github", since: nil), .ada), as: ChangeReport.self)

        let records = try await stored.store.deliveries(DeliveryQuery()).reversed()
        XCTAssertEqual(trial, ChangeReport(count: 3))
        XCTAssertEqual(report, ChangeReport(count: 3))
        XCTAssertEqual(records.map(\.state), [.ready, .ready, .ready, .dead])
        let waits = records.prefix(3).map { ($0.due.timeIntervalSince(StoredDeliveries.now) * 10).rounded() }
        XCTAssertEqual(waits, [0, 1, 2])
    }

    func testCancel_saysWhichAreFinishedAlready() async throws {
        try await stored.add("a")
        try await stored.run(.done(outcome: "OK"))
        try await stored.add("b")

        let trial = try await control.perform(.cancel(ids: ["a", "b"], .trial), as: ChangeReport.self)
        let report = try await control.perform(.cancel(ids: ["a", "b"], .ada), as: ChangeReport.self)

        let states = try await stored.states()
        XCTAssertEqual(
            report, ChangeReport(count: 1, changed: ["b is cancelled."], unchanged: ["a is done already."]))
        XCTAssertEqual(trial, report)
        XCTAssertEqual(states, [.done, .cancelled])
    }

    func testRunningDelivery_isLeftAlone_whenNoBotCanCancelIt() async throws {
        try await stored.add("a")
        _ = try await stored.store.claim(ClaimLimits(total: 1))

        let reports = [
            try await control.perform(.cancel(ids: ["a"], .ada), as: ChangeReport.self),
            try await control.perform(.replay(.ids(["a"]), .ada), as: ChangeReport.self),
        ]

        XCTAssertEqual(
            reports,
            [
                ChangeReport(unchanged: ["a is running on another machine."]),
                ChangeReport(unchanged: ["a is running now."]),
            ])
    }

    func testSizes_countWhatWaits() async throws {
        try await stored.add("a")
        try await stored.run(.dead(error: "no"))
        try await stored.add("b")
        _ = try await stored.store.addMessage(NewStoredMessage(network: "slack", room: "#ops", content: [1]))

        let report = try await control.perform(.sizes, as: SizeReport.self)

        XCTAssertEqual(report.deliveries, ["dead": 1, "ready": 1])
        XCTAssertEqual(report.messages, ["slack": 1])
        XCTAssertGreaterThan(report.database, 0)
    }

    func testCheckAndBackup_useTheDatabase() async throws {
        let path = try TemporaryFolder(of: self).path(of: "copy.db")
        try await stored.add("a")

        let faults = try await control.perform(.check, as: [String].self)
        _ = try await control.perform(.backup(path: path))
        let again = await control.refusal(of: .backup(path: path))

        XCTAssertEqual(faults, [])
        XCTAssertTrue(FileManager.default.fileExists(atPath: path))
        XCTAssertEqual(again?.status, .unprocessableContent)
        XCTAssertTrue(again?.reason.contains("copy.db") == true, "\(again as Any)")
    }

    func testStoreThatIsClosed_mayAnswerLater() async throws {
        await stored.store.close()

        let refusals = [
            await control.refusal(of: .deliveries(DeliveryFilter(limit: 1))),
            await control.refusal(of: .backup(path: "/nowhere/copy.db")),
        ]

        XCTAssertEqual(refusals.map { $0?.status }, [.serviceUnavailable, .serviceUnavailable])
    }
}
