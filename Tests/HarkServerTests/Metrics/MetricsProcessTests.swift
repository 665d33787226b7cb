import Foundation
import TestSupport
import XCTest

@testable import HarkServer

/// Metrics of a bot as a process: over its control socket, and over HTTP.
final class MetricsProcessTests: XCTestCase {
    private func bot(_ environment: [String: String]) throws -> BotProcess {
        let bot = try BotProcess(environment)
        addTeardownBlock { bot.stop() }
        return bot
    }

    /// The URL of the metrics, once they are shown.
    private func url(_ bot: BotProcess) throws -> String {
        let line = try bot.errors.line { $0.contains("/metrics") }
        return String(line[try XCTUnwrap(line.firstRange(of: "http://")).lowerBound...].prefix { $0 != " " })
    }

    func testCommand_printsTheMetricsOfARunningBot() throws {
        let folder = try TemporaryFolder(of: self)
        let environment = ["HARK_DATA": folder.path(of: "data"), "HARK_GITHUB_SECRET": "s"]
        let bot = try bot(environment)
        let push = SignedPush(secret: "s")
        _ = try curl(
            "\(try bot.addresses()[0])/github", "-d", push.body, "-H", push.header, "-H", "X-GitHub-Event: push")
        _ = try bot.output.line { $0.contains("pushed") }

        let outcome = try hark("metrics", environment: environment)
        bot.terminate()
        _ = bot.status()
        let after = try hark("metrics", environment: environment)

        XCTAssertEqual(outcome.status, 0, "\(outcome.errors)")
        let lines = [
            #"hark_deliveries_stored_total{plugin="github"} 1"#,
            #"hark_requests_total{plugin="github",status="2xx"} 1"#,
            "# TYPE hark_store_commit_seconds histogram",
        ]
        for line in lines { XCTAssertTrue(outcome.output.contains(line), "\(outcome.output) lacks \(line)") }
        let commits = try XCTUnwrap(outcome.output.first { $0.hasPrefix("hark_store_commit_seconds_count ") })
        XCTAssertGreaterThan(Int(commits.split(separator: " ")[1]) ?? 0, 0)
        XCTAssertEqual(after.status, 75)
        XCTAssertTrue(after.errors.joined().contains("No bot listens at “"), "\(after)")
    }

    func testCommand_saysWhatToDo_withoutAControlSocket() throws {
        let outcome = try hark("metrics", environment: ["HARK_STORE": "off"])

        XCTAssertEqual(outcome.status, 78)
        XCTAssertEqual(
            outcome.errors,
            ["hark: store: A bot with HARK_STORE=off has no control socket. Set HARK_METRICS_LISTEN for it."])
    }

    func testListener_showsTheMetrics_andNoWebhookRoutes() throws {
        let bot = try bot(["HARK_METRICS_LISTEN": "127.0.0.1:0", "HARK_STORE": "off"])
        let url = try url(bot)
        let webhooks = try bot.addresses()[0]

        let metrics = try curl(url)
        let elsewhere = try curl("-o", "/dev/null", "-w", "%{http_code}", "\(webhooks)/metrics")
        bot.terminate()

        XCTAssertTrue(metrics.contains(#"hark_build_info{version="\#(Release.version)"} 1"#), metrics)
        XCTAssertTrue(metrics.contains("# TYPE hark_requests_total counter\n"), metrics)
        XCTAssertEqual(elsewhere, "404")
        XCTAssertEqual(bot.status(), 0)
    }

    func testListener_isOff_unlessItIsSet() throws {
        let bot = try bot([:])

        _ = try bot.addresses()

        XCTAssertFalse(bot.errors.lines.contains { $0.contains("/metrics") }, "\(bot.errors.lines)")
    }

    func testPortInUse_isAFault_thatNamesTheVariable() throws {
        let first = try bot([:])
        let taken = try XCTUnwrap(try first.addresses()[0].split(separator: ":").last)
        let second = try bot(["HARK_METRICS_LISTEN": "127.0.0.1:\(taken)"])

        let lines = second.errors.allLines()

        XCTAssertEqual(second.status(), 78)
        XCTAssertTrue(
            lines.contains { $0.hasPrefix("hark: HARK_METRICS_LISTEN: ") && $0.contains(":\(taken)") }, "\(lines)")
    }

    func testMalformedAddress_isAFault() throws {
        let bot = try bot(["HARK_METRICS_LISTEN": "9464"])

        let lines = bot.errors.allLines()

        XCTAssertEqual(bot.status(), 78)
        XCTAssertTrue(lines.contains { $0.hasPrefix("hark: HARK_METRICS_LISTEN: ") }, "\(lines)")
    }

    func testPublicAddress_isAWarning_andAFaultWhenStrict() throws {
        let open = try bot(["HARK_METRICS_LISTEN": "0.0.0.0:0"])
        let warning = try open.errors.line { $0.contains("HARK_METRICS_LISTEN") }
        let strict = try hark("check", "--strict", environment: ["HARK_METRICS_LISTEN": "0.0.0.0:0"])
        let url = try url(open)

        XCTAssertTrue(warning.contains("warning") && warning.contains("anyone who can connect to 0.0.0.0:0"), warning)
        XCTAssertTrue(try curl(url).contains("hark_build_info"))
        XCTAssertEqual(strict.status, 78)
        XCTAssertTrue(strict.errors.contains { $0.contains("HARK_METRICS_LISTEN") }, "\(strict)")
    }
}
