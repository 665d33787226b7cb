import BitbucketPlugin
import Hark
import HarkTesting
import TestSupport
import XCTest

final class BitbucketTests: XCTestCase {
    /// Everything that is quiet too.
    private let loud = everyEvent(of: Bitbucket.self)

    func testManifest_hasNoFaults() {
        checkManifest(Bitbucket.self)
    }

    func testEveryEvent_hasAFixtureThatIsAnnounced() async throws {
        try await checkEvents(Bitbucket.self, environment: loud)
    }

    func testFixtures_areToldAsExpected() async throws {
        try await checkAnnouncements(Bitbucket.self, environment: loud)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Bitbucket.self, environment: loud)
    }

    func testRealPayloads_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Bitbucket.self, of: Fixture.shared("bitbucket"), atMost: 60, environment: loud)
    }

    func testRealPayloads_areToldWithoutQuestionMarks() async throws {
        let bot = try await TestBot(Bitbucket.self, environment: loud)

        let payloads = try Fixture.shared("bitbucket")
        for payload in payloads { _ = try await bot.deliver(payload, to: Bitbucket.self) }

        XCTAssertEqual(bot.chat.sent.count, payloads.count)
        XCTAssertFalse(bot.chat.sent.contains { $0.text.contains("?") })
    }

    func testQuietEvents_areIgnored_unlessTheyAreAskedFor() async throws {
        let bot = try await TestBot(Bitbucket.self)
        let quiet = [
            "pullrequest_updated", "pr_from_ref_updated", "repo_fork", "repo_commit_status_created.in_progress",
        ]

        for name in quiet {
            let response = try await bot.deliver(Fixture.named("\(name).json"), to: Bitbucket.self)

            XCTAssertEqual(response.outcome?.hasPrefix("ignored: event "), true, name)
        }
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testPost_isRefusedAndTellsNothing_whenItIsNotSigned() async throws {
        let bot = try await TestBot(Bitbucket.self)
        let payload = try Fixture.named("repo_push.json").payload

        let response = try await bot.send(bot.host.delivery(to: "bitbucket", event: "repo:push", payload: payload))

        XCTAssertEqual(response.status, .unauthorized)
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testUnsignedTest_isAnswered_andNothingIsAnnounced() async throws {
        let bot = try await TestBot(Bitbucket.self)

        for body in [#"{"test": true}"#, "", #"{"test": true, "actor": {"name": "mallory"}}"#] {
            let response = try await bot.send(try request("diagnostics:ping", body))
            XCTAssertEqual(response.status, .ok)
        }

        XCTAssertEqual(bot.chat.sent, [])
    }

    func testUnsignedTest_isRefused_whenItIsNone() async throws {
        let bot = try await TestBot(Bitbucket.self)
        var forged = try request("diagnostics:ping", #"{"test": true}"#)
        forged.headers[try XCTUnwrap(HTTPField.Name("X-Hub-Signature"))] = "sha256=00"

        for request in [
            forged, try request("repo:push", #"{"test": true}"#), try request("diagnostics:ping", "no JSON"),
        ] {
            let response = try await bot.send(request)
            XCTAssertEqual(response.status, .unauthorized)
        }

        XCTAssertEqual(bot.chat.sent, [])
    }

    private func request(_ event: String, _ body: String) throws -> Request {
        var request = Request(method: .post, target: "/bitbucket", body: Array(body.utf8))
        request.headers[try XCTUnwrap(HTTPField.Name("X-Event-Key"))] = event
        request.headers[.contentType] = "application/json"
        return request
    }

    func testPush_isNothingToTell_whenItIsEmpty() async throws {
        let bot = try await TestBot(Bitbucket.self, environment: ["HARK_STORE": "off"])

        for (event, json) in [
            ("repo:push", #"{"push": {"changes": []}, "actor": null}"#), ("repo:refs_changed", #"{"changes": []}"#),
        ] {
            let response = try await bot.post("/bitbucket", json: json, headers: ["X-Event-Key": event])
            XCTAssertEqual(response.text, "ignored: event \(event)")
        }
    }

    func testPost_tellsQuestionMarks_whenThePayloadIsEmpty() async throws {
        let bot = try await TestBot(Bitbucket.self)

        for event in ["repo:push", "pr:merged", "repo:commit_status_created"] {
            _ = try await bot.post("/bitbucket", json: "{}", headers: ["X-Event-Key": event])
        }

        XCTAssertEqual(
            bot.chat.sent,
            ["[#general] somebody pushed ?", "[#general] somebody merged pull request #?", "[#general] build ? is ?"])
    }
}
