import GiteaPlugin
import HarkTesting
import TestSupport
import XCTest

final class GiteaTests: XCTestCase {
    /// Everything that is quiet too.
    private let loud = everyEvent(of: Gitea.self)

    func testManifest_hasNoFaults() {
        checkManifest(Gitea.self)
    }

    func testEveryEvent_hasAFixtureThatIsAnnounced() async throws {
        try await checkEvents(Gitea.self, environment: loud)
    }

    func testFixtures_areToldAsExpected() async throws {
        try await checkAnnouncements(Gitea.self, environment: loud)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Gitea.self, environment: loud)
    }

    func testRealPayloads_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Gitea.self, of: Fixture.shared("gitea"), atMost: 60, environment: loud)
    }

    func testRealPayloads_areToldWithoutQuestionMarks() async throws {
        let bot = try await TestBot(Gitea.self, environment: loud)

        let payloads = try Fixture.shared("gitea")
        for payload in payloads { _ = try await bot.deliver(payload, to: Gitea.self) }

        XCTAssertEqual(bot.chat.sent.count, payloads.count)
        XCTAssertFalse(bot.chat.sent.contains { $0.text.contains("?") })
    }

    func testQuietEvents_areIgnored_unlessTheyAreAskedFor() async throws {
        let bot = try await TestBot(Gitea.self)
        let quiet = ["issues.label_updated", "pull_request.synchronized", "workflow_run.requested", "wiki.edited"]

        for name in quiet {
            let response = try await bot.deliver(.named("\(name).json"), to: Gitea.self)

            XCTAssertEqual(response.outcome, "ignored: event \(name)")
        }
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testPost_isRefusedAndTellsNothing_whenItIsNotSigned() async throws {
        let bot = try await TestBot(Gitea.self)
        let payload = try Fixture.named("push.json").payload

        let response = try await bot.send(bot.host.delivery(to: "gitea", event: "push", payload: payload))

        XCTAssertEqual(response.status, .unauthorized)
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testPost_tellsWhatAFormHas() async throws {
        let bot = try await TestBot(Gitea.self, environment: loud)
        let payload = String(decoding: try Fixture.named("create.tag.json").payload, as: UTF8.self)

        let response = try await bot.post(
            "/gitea", form: ["payload": payload], headers: ["X-Gitea-Event": "create", "X-Forgejo-Event": "create"])

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(response.outcome, "OK")
        XCTAssertEqual(
            bot.chat.sent, ["[#general] [octo/repo] ada created tag v1.0 https://gitea.example/octo/repo/src/tag/v1.0"])
    }

    func testPost_tellsQuestionMarks_whenThePayloadIsEmpty() async throws {
        let bot = try await TestBot(Gitea.self, environment: loud)

        for event in ["push", "issues", "fork"] {
            _ = try await bot.post("/gitea", json: "{}", headers: ["X-Gitea-Event": event])
        }

        XCTAssertEqual(
            bot.chat.sent,
            [
                "[#general] somebody pushed ?", "[#general] somebody ? issue #?",
                "[#general] somebody forked the repository to ?",
            ])
    }

    func testStatus_hasTheNextLink_whenTheFirstIsTooLong() async throws {
        let bot = try await TestBot(Gitea.self)
        let page = "https://ci.example/?q=\(String(repeating: "x", count: 300))"
        let commit = #"{"url": "https://gitea.example/octo/repo/commit/1"}"#

        _ = try await bot.post(
            "/gitea", json: #"{"state": "success", "target_url": "\#(page)", "commit": \#(commit)}"#,
            headers: ["X-Gitea-Event": "status"])

        XCTAssertEqual(bot.chat.sent.map(\.text), ["status succeeded https://gitea.example/octo/repo/commit/1"])
    }
}
