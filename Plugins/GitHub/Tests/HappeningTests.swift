import Hark
import XCTest

@testable import GitHubPlugin

final class HappeningTests: XCTestCase {
    func testTitle_isTheEventAndItsAction() throws {
        let labeled = try happening("issues", #"{"action": "labeled", "issue": {"number": 7}}"#)

        XCTAssertEqual(labeled.title, "issues.labeled")
    }

    func testTitle_leavesOutTheAction_whenItIsNoWord() throws {
        let actions = ["", "line\\nbreak", "ü", String(repeating: "x", count: 65)]

        let titles = try actions.map { try happening("issues", #"{"action": "\#($0)"}"#).title }

        XCTAssertEqual(Set(titles), ["issues"])
    }

    func testLine_namesTheRepository_whenTheEventHasNoName() throws {
        let commit = try happening(nil, #"{"repository":{"name":"test"}}"#)

        XCTAssertEqual(commit.line?.text, "Commit on test!")
    }

    func testLine_isNil_whenNeitherEventNorRepositoryHasAName() throws {
        let lines = try ["{}", #"{"repository": null}"#, "[]", "7"].map { try happening(nil, $0).line }

        XCTAssertEqual(lines, [nil, nil, nil, nil])
    }

    func testLine_hasQuestionMarks_whereThePayloadLacksWhatTheEventIsAbout() throws {
        let payload = #"{"repository": {"full_name": "octo/repo"}, "sender": {"login": "ada"}}"#
        let lines = try ["issues", "workflow_run", "status", "push", "create", "dependabot_alert"].map {
            try happening($0, payload).line
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
        XCTAssertEqual(lines.map(\.?.lacking), [2, 1, 1, 1, 1, 2])
    }

    private func happening(_ event: String?, _ json: String) throws -> Happening {
        try GitHubPluginTests.happening(event, Array(json.utf8))
    }
}
