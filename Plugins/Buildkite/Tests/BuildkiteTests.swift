import BuildkitePlugin
import Hark
import HarkTesting
import XCTest

final class BuildkiteTests: XCTestCase {
    /// Buildkite's form has the token, so that the bot has none unless it is set.
    private let environment = ["HARK_BUILDKITE_SECRET": "lab"]

    /// The same, with everything that is quiet.
    private let loud = everyEvent(of: Buildkite.self).merging(["HARK_BUILDKITE_SECRET": "lab"]) { $1 }

    func testManifest_hasNoFaults() {
        checkManifest(Buildkite.self)
    }

    func testEveryEvent_hasAFixtureThatIsAnnounced() async throws {
        try await checkEvents(Buildkite.self, environment: loud)
    }

    func testFixtures_areAnnouncedAsExpected() async throws {
        try await checkAnnouncements(Buildkite.self, environment: loud)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Buildkite.self, environment: loud)
    }

    func testFixtures_leaveCredentialsAndAddressesUnsaid() async throws {
        let bot = try await TestBot(Buildkite.self, environment: loud)

        for fixture in try Fixture.all() { _ = try await bot.deliver(fixture, to: Buildkite.self) }

        XCTAssertGreaterThan(bot.chat.sent.count, 20)
        for said in bot.chat.sent.map(\.text) {
            XCTAssertFalse(said.contains("s3cr3t") || said.contains("example.org") || said.contains("Hooky"), said)
        }
    }

    func testQuietEvents_areIgnored_unlessTheyAreAskedFor() async throws {
        let bot = try await TestBot(Buildkite.self, environment: environment)

        let running = try await bot.deliver(Fixture.named("build_running.json"), to: Buildkite.self)
        let job = try await bot.deliver(Fixture.named("job_finished.failed.json"), to: Buildkite.self)

        XCTAssertEqual(running.outcome, "ignored: event build.running")
        XCTAssertEqual(job.outcome, "ignored: event job.finished")
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testBuild_isOneLine_whenItIsHostile() async throws {
        let bot = try await TestBot(Buildkite.self, environment: environment)
        let payload = #"""
            {"event": "build.finished", "build": {"number": 1, "state": "failed\n", "branch": "\u202emain",
            "message": "\u0000<!here>\n!deploy", "web_url": "javascript:1"}}
            """#

        _ = try await bot.post("/buildkite", json: payload, headers: ["X-Buildkite-Event": "build.finished"])

        XCTAssertEqual(bot.chat.sent.map(\.text), ["build #1 ended with failed on main: <!here>"])
    }

    func testDelivery_isADuplicate_whenItsSignatureWasSeen() async throws {
        let bot = try await TestBot(Buildkite.self, environment: environment)
        let fixture = try Fixture.named("ping.json")

        let first = try await bot.deliver(fixture, to: Buildkite.self)
        let second = try await bot.deliver(fixture, to: Buildkite.self)
        bot.clock.advance(by: .seconds(1))
        let third = try await bot.deliver(fixture, to: Buildkite.self)

        XCTAssertEqual([first.status, second.status, third.status], [.accepted, .accepted, .accepted])
        XCTAssertEqual(second.text, "duplicate")
        XCTAssertEqual(bot.chat.sent.count, 2)
    }

    func testDelivery_isAccepted_withTheTokenInsteadOfASignature() async throws {
        let bot = try await TestBot(Buildkite.self, environment: environment)
        let headers = ["X-Buildkite-Event": "ping", "X-Buildkite-Token": "lab"]

        let right = try await bot.post("/buildkite", json: "{}", headers: headers, signed: false)
        let wrong = try await bot.post(
            "/buildkite", json: "{}", headers: ["X-Buildkite-Event": "ping", "X-Buildkite-Token": "lib"], signed: false)

        XCTAssertEqual([right.status, wrong.status], [.accepted, .unauthorized])
        XCTAssertEqual(bot.chat.sent.map(\.text), ["Buildkite says hello"])
    }

    func testDelivery_isRefused_whenItIsUnsignedForgedOrOld() async throws {
        let bot = try await TestBot(Buildkite.self, environment: environment)
        let zeros = String(repeating: "0", count: 64)

        let unsigned = try await bot.post("/buildkite", json: "{}", signed: false)
        let forged = try await bot.post(
            "/buildkite", json: "{}", headers: ["X-Buildkite-Signature": "timestamp=1767225600,signature=\(zeros)"],
            signed: false)
        let old = try await bot.post(
            "/buildkite", json: "{}", headers: ["X-Buildkite-Signature": "timestamp=1767225000,signature=\(zeros)"],
            signed: false)

        XCTAssertEqual([unsigned.status, forged.status, old.status], [.unauthorized, .unauthorized, .unauthorized])
        XCTAssertEqual(bot.chat.sent, [])
    }
}
