import HarkStore
import HarkTesting
import TestSupport
import XCTest

import struct FoundationEssentials.Date

@testable import HarkHost

/// What happens to runs while others begin and end.
final class DeliveryQueueTests: XCTestCase {
    private func request(_ json: String, to target: RequestTarget = "/cancelling") -> Request {
        Request(
            method: .post, target: target, headers: [.contentType: "application/json"], body: Array(json.utf8))
    }

    func testRun_isCancelledAsSoonAsItBegins_whenANewerDeliveryArrivesDuringItsClaim() async throws {
        let clock = TestClock(at: TestBot.newYear2026)
        let store = HeldClaims(try await TestStore(clock: clock))
        let host = try Host(
            BotConfiguration([DeployProbe.self], [:]), networks: [RecordedChat()],
            HostDependencies(clock: clock.reading))
        try await host.start { store }
        _ = await host.pipeline.respond(to: request(#"{"version":"early","service":"api","then":"hang"}"#))
        for await _ in store.claims { break }

        _ = await host.pipeline.respond(to: request(#"{"version":"2","service":"api"}"#))
        store.handOver()
        try await TimeLimit.run(within: .seconds(10)) { await host.deliveries.settle() }

        let records = try await store.deliveries(DeliveryQuery())
        XCTAssertEqual(records.map(\.state), [.done, .cancelled])
        XCTAssertEqual(records.last?.outcome, "a newer delivery with its key arrived")
        await host.stop()
    }

    func testNextOfAKey_runs_whenTheRouteHasLostItsKey() async throws {
        let clock = TestClock(at: TestBot.newYear2026)
        let store = try await TestStore(clock: clock)
        let host = try Host(
            BotConfiguration([DeployProbe.self], [:]), networks: [RecordedChat()],
            HostDependencies(clock: clock.reading))
        let stored = try XCTUnwrap(StoredRequest(request(#"{"version":"1"}"#, to: "/serial"), hiding: nil))
        for number in 1...2 {
            // What an earlier version of the bot stored, whose payload had a key at another place.
            _ = try await store.add(
                NewDelivery(
                    requestID: "\(number)", route: StoredRoute(plugin: "deploys", label: "POST /serial"), key: "k",
                    expiry: TestBot.newYear2026.addingTimeInterval(3600), head: stored.head, body: stored.body),
                startsNow: false)
        }

        try await host.start { store }
        await host.deliveries.settle()

        let states = try await store.deliveries(DeliveryQuery()).map(\.state)
        XCTAssertEqual(states, [.done, .done])
        await host.stop()
    }

    func testCancelledHandler_doesNotRunAgain_whenItWantsTo() async throws {
        let bot = try await TestBot(DeployProbe.self)
        _ = await bot.host.pipeline.respond(to: request(#"{"version":"1","service":"api","then":"resign"}"#))
        let record = try await bot.store.deliveries(DeliveryQuery()).first

        XCTAssertTrue(bot.host.deliveries.cancelRunning(try XCTUnwrap(record).id, because: "the test is over"))
        await bot.host.deliveries.settle()

        let found = try await bot.store.deliveries(DeliveryQuery()).first
        XCTAssertEqual(found?.state, .cancelled)
        XCTAssertEqual(found?.outcome, "the test is over")
    }

    func testAdmins_areNotTold_whenTheDeadDeliveryRunsElsewhere() async throws {
        let bot = try await TestBot(DeployProbe.self, environment: ["HARK_ROOMS": "#admins"])
        _ = await bot.host.pipeline.respond(to: request(#"{"version":"elsewhere","service":"api"}"#))
        await bot.host.settle(within: .seconds(1))
        let record = try await bot.store.deliveries(DeliveryQuery()).first
        let route = StoredRoute(plugin: "deploys", label: "POST /cancelling")

        await bot.host.deliveries.end(
            EndedRun(
                run: DeliveryRun(id: try XCTUnwrap(record).id, token: 0, attempt: 3, generation: 0), route: route,
                requestID: "older", end: .dead(error: "It failed."), hasKey: true,
                counters: bot.host.deliveries.counters(of: route)))
        await bot.host.settle(within: .seconds(1))

        XCTAssertFalse(bot.chat.sent.contains { $0.text.contains("failed for good") }, "\(bot.chat.sent)")
    }

    func testRun_keepsItsWorker_whenAnOlderRunOfItsDeliveryEnds() async throws {
        let bot = try await TestBot(DeployProbe.self)
        _ = await bot.host.pipeline.respond(to: request(#"{"version":"newer","service":"api","then":"hang"}"#))
        let record = try await bot.store.deliveries(DeliveryQuery()).first
        let id = try XCTUnwrap(record).id
        let route = StoredRoute(plugin: "deploys", label: "POST /cancelling")

        // As if this machine had lost the lease of a run, and had taken the delivery again.
        await bot.host.deliveries.end(
            EndedRun(
                run: DeliveryRun(id: id, token: 0, attempt: 0, generation: 0), route: route, requestID: "older",
                end: .done(outcome: "late"), hasKey: true, counters: bot.host.deliveries.counters(of: route)))

        XCTAssertTrue(bot.host.deliveries.cancelRunning(id, because: "the test is over"))
        await bot.host.deliveries.settle()
        let outcome = try await bot.store.deliveries(DeliveryQuery()).first?.outcome
        XCTAssertEqual(outcome, "the test is over")
    }
}
