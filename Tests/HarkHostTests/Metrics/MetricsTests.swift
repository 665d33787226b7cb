import HarkStore
import HarkTesting
import XCTest

@testable import HarkHost

/// What is counted of requests and of the bot itself.
final class MetricsTests: XCTestCase {
    private func requests(_ status: String, plugin: String = "deploys") -> String {
        #"hark_requests_total{plugin="\#(plugin)",status="\#(status)"}"#
    }

    func testRequests_areCountedByPluginAndClass() async throws {
        let bot = try await TestBot(DeployProbe.self)
        _ = try await bot.post("/deploys/api", json: #"{"version":"1"}"#)
        _ = try await bot.post("/deploys/api", json: #"{"version":7}"#)
        _ = try await bot.post("/answering", json: #"{"version":"1","then":"fail"}"#)

        _ = try await bot.post("/nowhere", text: "x")

        let values = await bot.metrics(
            requests("1xx"), requests("2xx"), requests("3xx"), requests("4xx"), requests("5xx"),
            #"hark_requests_total{status="4xx"}"#, #"hark_request_seconds_count{plugin="deploys"}"#,
            "hark_request_seconds_count")
        XCTAssertEqual(values, [0, 1, 0, 1, 1, 1, 3, 1])
    }

    func testStatus_readsTheSameCounters() async throws {
        let bot = try await TestBot(DeployProbe.self)
        _ = try await bot.post("/deploys/api", json: #"{"version":"1"}"#)
        _ = try await bot.post("/deploys/api", json: #"{"version":7}"#)

        _ = try await bot.post("/deploys/api", json: #"{"version":"1","then":"refuse"}"#)

        let counts = await bot.host.status.routes.first?.counts
        XCTAssertEqual(counts, BotStatus.Counts(served: 2, ignored: 0, incomplete: 0, refused: 1, failed: 1))
        let values = await bot.metrics(requests("2xx"), requests("4xx"), requests("5xx"))
        XCTAssertEqual(values, [2, 1, 0], "a delivery that is dead was answered well")
    }

    func testBot_saysItsVersionAndItsStart() async throws {
        let bot = try await TestBot(DeployProbe.self)
        bot.clock.advance(by: .seconds(60))

        let values = await bot.metrics(
            #"hark_build_info{version="\#(Release.version)"}"#, "process_start_time_seconds")

        XCTAssertEqual(values, [1, TestBot.newYear2026.timeIntervalSince1970])
    }

    func testStore_saysItsSizes_andTheyAreLeftOutWhenItFails() async throws {
        let bot = try await TestBot(DeployProbe.self)
        let sound = await bot.metrics("hark_store_size_bytes", "hark_store_wal_bytes", "hark_store_free_bytes")

        bot.store.fail(with: .unavailable("Busy."))
        let failing = await bot.metrics(
            "hark_store_size_bytes", #"hark_deliveries{state="dead"}"#, "hark_delivery_oldest_ready_seconds",
            #"hark_store_errors_total{kind="unavailable"}"#, requests("2xx"))

        XCTAssertGreaterThan(try XCTUnwrap(sound[0]), 0)
        XCTAssertEqual(sound[1...], [0, nil], "it is in memory")
        XCTAssertEqual(failing, [nil, nil, nil, 1, 0])
    }

    func testCommits_areCounted() async throws {
        let bot = try await TestBot(DeployProbe.self)

        bot.host.deliveries.storeCounters.count(StoreCommit(duration: .milliseconds(4), changes: 3))

        let values = await bot.metrics(
            #"hark_store_commit_seconds_bucket{le="0.0025"}"#, #"hark_store_commit_seconds_bucket{le="0.005"}"#,
            "hark_store_commit_seconds_sum", #"hark_store_batch_size_bucket{le="2"}"#,
            #"hark_store_batch_size_bucket{le="4"}"#, "hark_store_batch_size_sum")
        XCTAssertEqual(values, [0, 1, 0.004, 0, 1, 3])
    }

    func testFamilies_areThoseOfTheTable_inItsOrder() async throws {
        let bot = try await TestBot(DeployProbe.self)

        let families = await bot.host.metrics.families().map(\.description)

        XCTAssertEqual(families, MetricDescription.all)
    }

    func testNames_followTheConventions() {
        for metric in MetricDescription.all {
            XCTAssertEqual(metric.kind == .counter, metric.name.hasSuffix("_total"), metric.name)
            XCTAssertTrue(metric.help.hasSuffix("."), metric.name)
            XCTAssertEqual(metric.labels, metric.labels.filter(Self.boundedLabels.contains), metric.name)
        }
        XCTAssertEqual(Set(MetricDescription.all.map(\.name)).count, MetricDescription.all.count)
    }

    /// Labels whose values no sender and no chat can choose.
    private static let boundedLabels: Set = [
        "plugin", "status", "state", "outcome", "network", "kind", "reason", "name", "version",
    ]

    func testText_hasNothingThatASenderChose() async throws {
        let bot = try await TestBot(DeployProbe.self)

        _ = try await bot.post(
            "/serial", json: #"{"version":"needle1","service":"needle2"}"#, headers: ["X-Request-Id": "needle3"])
        _ = try await bot.post("/needle4", text: "needle5")

        let text = await bot.host.metrics.text()
        XCTAssertTrue(text.contains(#"hark_deliveries_stored_total{plugin="deploys"} 1"#), text)
        XCTAssertFalse(text.contains("needle"), text)
        XCTAssertFalse(text.contains("#general"), text)
    }
}
