import GitLabPlugin
import HarkTesting
import TestSupport
import XCTest

final class GitLabTests: XCTestCase {
    /// Everything that is quiet too.
    private let loud = everyEvent(of: GitLab.self)

    func testManifest_hasNoFaults() {
        checkManifest(GitLab.self)
    }

    func testEveryEvent_hasAFixtureThatIsAnnounced() async throws {
        try await checkEvents(GitLab.self, environment: loud)
    }

    func testFixtures_areToldAsExpected() async throws {
        try await checkAnnouncements(GitLab.self, environment: loud)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(GitLab.self, environment: loud)
    }

    func testRealPayloads_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(GitLab.self, of: Fixture.shared("gitlab"), atMost: 60, environment: loud)
    }

    func testRealPayloads_areToldWithoutQuestionMarks() async throws {
        let bot = try await TestBot(GitLab.self, environment: loud)

        let payloads = try Fixture.shared("gitlab")
        for payload in payloads { _ = try await bot.deliver(payload, to: GitLab.self) }

        XCTAssertEqual(bot.chat.sent.count, payloads.count)
        XCTAssertFalse(bot.chat.sent.contains { $0.text.contains("?") })
    }

    func testQuietEvents_areIgnored_unlessTheyAreAskedFor() async throws {
        let bot = try await TestBot(GitLab.self)
        let quiet = [
            "issue_hook.labels", "job_hook.failed", "merge_request_hook.labeled", "merge_request_hook.edited",
            "system_hook.key_create", "system_hook.labeled",
        ]

        for name in quiet {
            let response = try await bot.deliver(.named("\(name).json"), to: GitLab.self)

            XCTAssertEqual(response.outcome?.hasPrefix("ignored: event "), true, name)
        }
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testFixtures_leaveAddressesUnsaid() async throws {
        let bot = try await TestBot(GitLab.self, environment: loud)

        for fixture in try Fixture.all() { _ = try await bot.deliver(fixture, to: GitLab.self) }

        XCTAssertGreaterThan(bot.chat.sent.count, 80)
        for said in bot.chat.sent.map(\.text) { XCTAssertFalse(said.contains("@example"), said) }
    }

    func testPeople_areSaidWithoutTheirAddresses() async throws {
        let bot = try await TestBot(GitLab.self)
        let change = #"{"previous": [], "current": [{"name": "bob@example.org"}]}"#
        let payload = #"""
            {"object_kind": "issue", "user": {"name": "Ada <ada@example.org>"}, "changes": {"assignees": \#(change)},
            "object_attributes": {"action": "update", "iid": 7}}
            """#

        _ = try await bot.post("/gitlab", json: payload, headers: ["X-Gitlab-Event": "Issue Hook"])

        XCTAssertEqual(bot.chat.sent.map(\.text), ["Ada assigned issue #7 to bob"])
    }

    func testPost_isRefusedAndTellsNothing_whenItIsNotSigned() async throws {
        let bot = try await TestBot(GitLab.self)
        let payload = try Fixture.named("push_hook.json").payload

        let response = try await bot.send(bot.host.delivery(to: "gitlab", event: "Push Hook", payload: payload))

        XCTAssertEqual(response.status, .unauthorized)
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testEvents_areFilteredByTheirNestedAction() async throws {
        let bot = try await TestBot(GitLab.self, environment: ["HARK_GITLAB_EVENTS": "Merge Request Hook.merge"])

        _ = try await bot.deliver(.named("merge_request_hook.open.json"), to: GitLab.self)
        _ = try await bot.deliver(.named("merge_request_hook.merge.json"), to: GitLab.self)

        XCTAssertEqual(bot.chat.sent.map { $0.text.contains("merged") }, [true])
    }

    func testEditsOfMergeRequests_areAnnounced_whenTheyAreAskedForByName() async throws {
        let bot = try await TestBot(
            GitLab.self, environment: ["HARK_GITLAB_EVENTS": "Merge Request Hook.labeled,Merge Request Hook.edited"])

        for name in ["labeled", "edited", "assigned", "pushed"] {
            _ = try await bot.deliver(.named("merge_request_hook.\(name).json"), to: GitLab.self)
        }

        let request = "of merge request !2: Faster parsing https://gitlab.example/octo/repo/-/merge_requests/2"
        XCTAssertEqual(
            bot.chat.sent.map(\.description),
            [
                "[#general] [octo/repo] Ada Lovelace changed labels \(request)",
                "[#general] [octo/repo] Ada Lovelace changed title, labels, milestone \(request)",
            ])
    }

    func testPost_tellsQuestionMarks_whenThePayloadIsEmpty() async throws {
        let bot = try await TestBot(GitLab.self)

        for event in ["Push Hook", "Issue Hook", "Pipeline Hook"] {
            _ = try await bot.post("/gitlab", json: "{}", headers: ["X-Gitlab-Event": event])
        }

        XCTAssertEqual(
            bot.chat.sent,
            ["[#general] somebody pushed ?", "[#general] issue #? is ?", "[#general] pipeline #? is ?"])
    }

    func testConfidentialEvents_haveTheirOwnNames_whateverTheirDeliverySays() async throws {
        let payloads = [
            ("Issue Hook", #"{"object_attributes": {"confidential": true, "action": "open"}}"#),
            ("Issue Hook", #"{"event_type": "confidential_issue", "object_attributes": {"action": "open"}}"#),
            ("Note Hook", #"{"object_attributes": {"internal": true}}"#),
            ("Note Hook", #"{"object_attributes": {"confidential": true}}"#),
            ("Note Hook", #"{"object_attributes": {}, "issue": {"confidential": true}}"#),
            ("Note Hook", #"{"object_attributes": {}, "epic": {"confidential": true}}"#),
            ("Note Hook", #"{"object_attributes": {}, "work_item": {"confidential": true}}"#),
            ("Emoji Hook", #"{"object_attributes": {}, "issue": {"confidential": true}}"#),
            ("Emoji Hook", #"{"object_attributes": {}, "note": {"internal": true}}"#),
        ]

        for (event, json) in payloads {
            let bot = try await TestBot(
                GitLab.self,
                environment: ["HARK_GITLAB_EVENTS": "issue hook,note hook,emoji hook", "HARK_STORE": "off"])
            let response = try await bot.post("/gitlab", json: json, headers: ["X-Gitlab-Event": event])
            XCTAssertTrue(response.text.hasPrefix("ignored: event Confidential \(event)"), response.text)
        }
    }
}
