import Hark
import HarkEvents
import XCTest

@testable import GitHubPlugin

final class WebhookEventTests: XCTestCase {
    func testTitle_isTheEventAndItsAction() throws {
        let labeled = try webhookEvent("issues", #"{"action": "labeled", "issue": {"number": 7}}"#)

        XCTAssertEqual(labeled.title, "issues.labeled")
    }

    func testTitle_leavesOutTheAction_whenItIsNoWord() throws {
        let actions = ["", "line\\nbreak", "ü", String(repeating: "x", count: 65)]

        let titles = try actions.map { try webhookEvent("issues", #"{"action": "\#($0)"}"#).title }

        XCTAssertEqual(Set(titles), ["issues"])
    }

    func testLine_namesTheRepository_whenTheEventHasNoName() throws {
        let commit = try webhookEvent(nil, #"{"repository":{"name":"test"}}"#)

        XCTAssertEqual(commit.notification?.text, "Commit on test!")
    }

    func testLine_isNil_whenNeitherEventNorRepositoryHasAName() throws {
        let lines = try ["{}", #"{"repository": null}"#, "[]", "7"].map { try webhookEvent(nil, $0).notification }

        XCTAssertEqual(lines, [nil, nil, nil, nil])
    }

    func testLine_hasQuestionMarks_whereThePayloadLacksWhatTheEventIsAbout() throws {
        let payload = #"{"repository": {"full_name": "octo/repo"}, "sender": {"login": "ada"}}"#
        let lines = try ["issues", "workflow_run", "status", "push", "create", "dependabot_alert"].map {
            try webhookEvent($0, payload).notification
        }

        XCTAssertEqual(
            lines.map(\.?.text),
            [
                "[octo/repo] ada did ? to issue #?",
                "[octo/repo] workflow ended with ?",
                "[octo/repo] status ended with ?",
                "[octo/repo] ada pushed ?",
                "[octo/repo] ada created reference ?",
                "[octo/repo] Dependabot alert #? is now ?",
            ]
        )
        XCTAssertEqual(lines.map(\.?.missingFieldCount), [2, 1, 1, 1, 1, 2])
    }

    private func webhookEvent(_ event: String?, _ json: String) throws -> WebhookEvent {
        try GitHubPluginTests.webhookEvent(event, Array(json.utf8))
    }
}
