import BitbucketPlugin
import HarkTesting
import TestSupport
import XCTest

final class BitbucketTests: XCTestCase {
    func testManifest_hasNoFaults() {
        checkManifest(Bitbucket.self)
    }

    func testEveryEvent_hasAFixtureThatIsAnnounced() async throws {
        try await checkEvents(Bitbucket.self)
    }

    func testFixtures_areToldAsExpected() async throws {
        try await checkAnnouncements(Bitbucket.self)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Bitbucket.self)
    }

    func testRealPayloads_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Bitbucket.self, of: Fixture.shared("bitbucket"), atMost: 60)
    }

    func testRealPayloads_areToldWithoutQuestionMarks() async throws {
        let bot = try await TestBot(Bitbucket.self)

        let payloads = try Fixture.shared("bitbucket")
        for payload in payloads { _ = try await bot.deliver(payload, to: Bitbucket.self) }

        XCTAssertEqual(bot.chat.sent.count, payloads.count)
        XCTAssertFalse(bot.chat.sent.contains { $0.text.contains("?") })
    }

    func testPost_isRefusedAndTellsNothing_whenItIsNotSigned() async throws {
        let bot = try await TestBot(Bitbucket.self)
        let payload = try Fixture.named("repo_push.json").payload

        let response = try await bot.send(bot.host.delivery(to: "bitbucket", event: "repo:push", payload: payload))

        XCTAssertEqual(response.status, .unauthorized)
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testPost_tellsQuestionMarks_whenThePayloadIsEmpty() async throws {
        let bot = try await TestBot(Bitbucket.self)

        for event in ["repo:push", "pr:merged", "repo:commit_status_created"] {
            _ = try await bot.post("/bitbucket", json: "{}", headers: ["X-Event-Key": event])
        }

        XCTAssertEqual(
            bot.chat.sent,
            ["[#general] ? pushed ?", "[#general] ? merged pull request #?", "[#general] build ? is ?"])
    }
}
