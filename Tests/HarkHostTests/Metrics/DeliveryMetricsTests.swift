import HarkStore
import HarkTesting
import XCTest

@testable import HarkHost

/// What is counted of stored deliveries.
final class DeliveryMetricsTests: XCTestCase {
    private func attempts(_ outcome: String) -> String {
        #"hark_delivery_attempts_total{plugin="deploys",outcome="\#(outcome)"}"#
    }

    private func finished(_ outcome: String) -> String {
        #"hark_deliveries_finished_total{plugin="deploys",outcome="\#(outcome)"}"#
    }

    private let stored = #"hark_deliveries_stored_total{plugin="deploys"}"#
    private let duplicates = #"hark_deliveries_duplicates_total{plugin="deploys"}"#
    private let unstored = #"hark_deliveries_unstored_total{plugin="deploys"}"#

    /// Sends a delivery whose handler hangs, and waits until it runs.
    private func hang(_ bot: TestBot, _ path: String, version: String) async {
        let body = Array(#"{"version":"\#(version)","service":"api","then":"hang","times":1}"#.utf8)
        _ = await bot.host.pipeline.respond(
            to: Request(
                method: .post, target: RequestTarget(path), headers: [.contentType: "application/json"], body: body))
        while !bot.chat.sent.contains(where: { $0.text == "api \(version)" }) { await Task.yield() }
    }

    func testSeries_existFromTheStart_at0() async throws {
        let bot = try await TestBot(DeployProbe.self)

        let values = await bot.metrics(stored, duplicates, unstored, attempts("retry"), finished("dead"))

        XCTAssertEqual(values, [0, 0, 0, 0, 0])
    }

    func testHandledDelivery_isStoredAndDone() async throws {
        let bot = try await TestBot(DeployProbe.self)

        _ = try await bot.post("/deploys/api", json: #"{"version":"1"}"#)
        _ = try await bot.post("/deploys/api", json: #"{"version":"1","then":"ignore"}"#)

        let values = await bot.metrics(stored, attempts("done"), attempts("ignored"), finished("done"))
        XCTAssertEqual(values, [2, 1, 1, 2])
        let ignored = await bot.metrics(#"hark_deliveries_ignored_total{plugin="deploys"}"#)
        XCTAssertEqual(ignored, [1])
    }

    func testFailures_areAttempts_untilTheDeliveryIsDead() async throws {
        let bot = try await TestBot(DeployProbe.self)

        _ = try await bot.post("/deploys/api", json: #"{"version":"1","then":"fail"}"#)
        await bot.advance(by: .seconds(6))
        let before = await bot.metrics(#"hark_deliveries{state="ready"}"#, finished("dead"))
        await bot.advance(by: .seconds(24))

        let values = await bot.metrics(
            attempts("retry"), attempts("dead"), finished("dead"), #"hark_deliveries{state="dead"}"#,
            #"hark_deliveries{state="ready"}"#)
        XCTAssertEqual(before, [1, 0])
        XCTAssertEqual(values, [2, 1, 1, 1, 0])
    }

    func testPostponement_isAnAttemptOfItsOwnKind() async throws {
        let bot = try await TestBot(DeployProbe.self)

        _ = try await bot.post("/deploys/api", json: #"{"version":"1","then":"busy","times":1}"#)

        let values = await bot.metrics(attempts("postponed"), attempts("retry"))
        XCTAssertEqual(values, [1, 0])
    }

    func testCancelledDeliveries_areFinished_whetherTheyRunOrWait() async throws {
        let bot = try await TestBot(DeployProbe.self)
        await hang(bot, "/cancelling", version: "metrics-cancelled")
        _ = try await bot.post("/cancelling", json: #"{"version":"2","service":"api"}"#)
        let retried = try await bot.post("/deploys/api", json: #"{"version":"3","then":"fail"}"#)

        _ = await bot.send("!cancel \(try XCTUnwrap(retried.delivery).requestID)")

        let values = await bot.metrics(attempts("cancelled"), finished("cancelled"))
        XCTAssertEqual(values, [1, 2])
    }

    func testDeliveryThatBecomesTooOld_isDead() async throws {
        let bot = try await TestBot(DeployProbe.self)
        _ = try await bot.post("/deploys/api", json: #"{"version":"1","then":"busy"}"#)

        // Hours that nobody notices do not count.
        for _ in 0..<73 {
            bot.clock.advance(by: .hours(1))
            await bot.host.deliveries.settle()
            await bot.host.prune()
        }

        let values = await bot.metrics(finished("dead"), attempts("dead"))
        XCTAssertEqual(values, [1, 0])
    }

    func testRepetition_isADuplicate_andNotStored() async throws {
        let bot = try await TestBot(DeployProbe.self)
        let headers = ["X-GitHub-Delivery": "abc"]

        for _ in 0..<2 { _ = try await bot.post("/signed", json: #"{"version":"1"}"#, headers: headers) }

        let values = await bot.metrics(stored, duplicates)
        XCTAssertEqual(values, [1, 1])
    }

    func testDeliveryThatCannotBeStored_isCounted_withTheErrorOfTheStore() async throws {
        let bot = try await TestBot(DeployProbe.self)
        bot.store.fail(next: .full("The disk is full."))
        _ = try await bot.post("/signed", json: #"{"version":"1"}"#)
        bot.store.fail(next: .unavailable("Busy."))

        let refused = try await bot.post("/deploys/api", json: #"{"version":"1"}"#)

        XCTAssertEqual(refused.status, .serviceUnavailable)
        let values = await bot.metrics(
            stored, unstored, #"hark_store_errors_total{kind="full"}"#,
            #"hark_store_errors_total{kind="unavailable"}"#)
        XCTAssertEqual(values, [0, 1, 1, 1])
    }

    func testCrash_isCounted_afterTheRestart() async throws {
        var bot = try await TestBot(DeployProbe.self)
        await hang(bot, "/deploys/api", version: "metrics-crash")
        let before = await bot.metrics("hark_delivery_crashes_total", #"hark_deliveries{state="running"}"#)

        bot = try await bot.crash()

        let after = await bot.metrics("hark_delivery_crashes_total", finished("done"))
        XCTAssertEqual(before, [0, 1])
        XCTAssertEqual(after, [1, 1])
    }

    func testResultOfAnotherRun_isALostLease() async throws {
        let bot = try await TestBot(DeployProbe.self)
        await hang(bot, "/deploys/api", version: "metrics-lease")
        let record = try await bot.store.deliveries(DeliveryQuery()).first
        let id = try XCTUnwrap(record).id
        let run = DeliveryRun(id: id, token: 1, attempt: 1, generation: 0)
        try await bot.store.finish(run, .done(outcome: "elsewhere"))

        _ = bot.host.deliveries.cancelRunning(id, because: "the test ends")
        await bot.host.deliveries.settle()

        let values = await bot.metrics("hark_lease_lost_total", finished("cancelled"))
        XCTAssertEqual(values, [1, 0])
    }

    func testWait_isMeasuredToTheFirstAttemptAlone() async throws {
        let bot = try await TestBot(DeployProbe.self, environment: ["HARK_WORKERS": "1"])
        await hang(bot, "/deploys/api", version: "metrics-wait")
        let second = Request(
            method: .post, target: "/deploys/api", headers: [.contentType: "application/json"],
            body: Array(#"{"version":"2","then":"fail","times":1}"#.utf8))
        _ = await bot.host.pipeline.respond(to: second)

        bot.clock.advance(by: .seconds(40))
        let oldest = await bot.metrics("hark_delivery_oldest_ready_seconds")
        let running = try await bot.store.deliveries(DeliveryQuery(states: [.running])).first
        _ = bot.host.deliveries.cancelRunning(try XCTUnwrap(running).id, because: "the test goes on")
        await bot.host.deliveries.settle()
        await bot.advance(by: .seconds(7))

        let values = await bot.metrics(
            "hark_delivery_wait_seconds_count", "hark_delivery_wait_seconds_sum",
            #"hark_delivery_wait_seconds_bucket{le="15"}"#, #"hark_delivery_wait_seconds_bucket{le="60"}"#,
            #"hark_delivery_handling_seconds_count{plugin="deploys"}"#,
            #"hark_delivery_handling_seconds_sum{plugin="deploys"}"#, attempts("done"))
        XCTAssertEqual(oldest, [40])
        XCTAssertEqual(values, [2, 40, 1, 2, 3, 40, 1])
    }

    func testScheduleRuns_areCounted_andNotTheSkippedOnes() async throws {
        let bot = try await TestBot(ReminderProbe.self)
        let name = #"hark_schedule_runs_total{plugin="reminders",name="every 5m"}"#

        await bot.advance(by: .minutes(5))
        let first = await bot.metrics(name)
        _ = await bot.send("!break poll")
        await bot.advance(by: .minutes(10))

        // The third slot comes while the run of the second one waits for its next attempt.
        let values = await bot.metrics(name, #"hark_schedule_runs_total{plugin="reminders",name="standup"}"#)
        XCTAssertEqual(first, [1])
        XCTAssertEqual(values, [2, 0])
    }

    func testScheduleRuns_areCounted_withoutAStore() async throws {
        let bot = try await TestBot(ReminderProbe.self, environment: ["HARK_STORE": "off"])

        await bot.advance(by: .minutes(5))

        let values = await bot.metrics(
            #"hark_schedule_runs_total{plugin="reminders",name="every 5m"}"#, #"hark_deliveries{state="dead"}"#)
        XCTAssertEqual(values, [1, nil])
    }
}
