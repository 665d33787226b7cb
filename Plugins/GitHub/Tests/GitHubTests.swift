import GitHubPlugin
import HarkTesting
import XCTest

final class GitHubTests: XCTestCase {
    /// Everything that is quiet too.
    private let loud = everyEvent(of: GitHub.self)

    func testManifest_hasNoFaults() {
        checkManifest(GitHub.self)
    }

    func testEveryEvent_hasAFixtureThatIsAnnounced() async throws {
        try await checkEvents(GitHub.self, environment: loud)
    }

    func testPush_isToldInTheRoomsOfItsSetting() async throws {
        let push = "ada pushed 2 commits to main: Check the valves twice (+1 more)"
        let line = "[acme/rocket] \(push) https://github.com/acme/rocket/compare/0000000...5f2c81d"

        try await assertAnnounces(
            GitHub.self, "push.json", "[#code] \(line)", "[#ops] \(line)",
            environment: ["HARK_GITHUB_ROOM": "#code, #ops"])
    }

    func testFixtures_areToldAsExpected() async throws {
        try await checkAnnouncements(GitHub.self, environment: loud)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(GitHub.self, environment: loud)
    }

    func testQuietEvents_areIgnored_unlessTheyAreAskedFor() async throws {
        let bot = try await TestBot(GitHub.self)
        let quiet = ["issues.unassigned", "issues.labeled", "pull_request.synchronize", "workflow_run.requested"]

        for name in quiet {
            let response = try await bot.deliver(Fixture.named("\(name).json"), to: GitHub.self)

            XCTAssertEqual(response.outcome, "ignored: event \(name)")
        }
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testFilter_addsAndRemovesActions() async throws {
        let environment = ["HARK_GITHUB_EVENTS": "+issues.labeled,+deployment_status.queued,-issues.closed,-star"]
        let bot = try await TestBot(GitHub.self, environment: environment)
        let names = ["issues.labeled", "issues.closed", "issues.opened", "deployment_status.queued", "star.created"]

        for name in names { _ = try await bot.deliver(Fixture.named("\(name).json"), to: GitHub.self) }

        let issue = "issue #7"
        let rest = "Engine stalls below -40 °C https://github.com/acme/rocket/issues/7"
        XCTAssertEqual(
            bot.chat.sent.map(\.text),
            [
                "[acme/rocket] ada labeled \(issue) cold: \(rest)", "[acme/rocket] ada opened \(issue): \(rest)",
                "[acme/rocket] deployment of main to launch-pad is queued https://github.com/acme/rocket/actions/runs/62/job/72",
            ])
    }

    func testFilter_isAFault_whenItNamesAnActionThatThereIsNot() async {
        do {
            _ = try await TestBot(GitHub.self, environment: ["HARK_GITHUB_EVENTS": "+issues.labelled"])
            XCTFail("The bot started.")
        } catch {
            XCTAssertTrue("\(error)".contains("no “issues.labelled” but “issues.labeled”"), "\(error)")
        }
    }

    func testSecretLocation_leavesTheSecretUnsaid() async throws {
        let bot = try await TestBot(GitHub.self, environment: loud)
        let payload = #"""
            {"action": "created", "alert": {"number": 5, "secret": "sk_live_1"}, "repository": {"full_name": "acme/rocket"},
            "location": {"type": "commit", "details": {"path": "pay.env", "secret": "sk_live_1"}}}
            """#

        _ = try await bot.post(
            "/github", json: payload, headers: ["X-GitHub-Event": "secret_scanning_alert_location"])

        let expected = "[acme/rocket] the secret of secret scanning alert #5 was found in pay.env"
        XCTAssertEqual(bot.chat.sent.map(\.text), [expected])
    }
}
