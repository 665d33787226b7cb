import Hark
import XCTest

@testable import GitHubPlugin

final class OccurrenceTests: XCTestCase {
    func testTitle_isTheEventAndItsAction() throws {
        let occurrence = try read("issues", #"{"action": "labeled", "issue": {"number": 7}}"#)

        XCTAssertEqual(occurrence.title, "issues.labeled")
    }

    func testTitle_isTheEventAlone_whenItIsUnknown() throws {
        let occurrence = try read("gollum", #"{"action": "edited"}"#)

        XCTAssertEqual(occurrence.title, "gollum")
    }

    func testTitle_leavesOutTheAction_whenItIsNoWord() throws {
        let actions = ["", "two words", "line\\nbreak", "ü", String(repeating: "x", count: 65)]

        let titles = try actions.map { try read("issues", #"{"action": "\#($0)", "issue": {"number": 7}}"#).title }

        XCTAssertEqual(Set(titles), ["issues"])
    }

    func testLine_namesTheRepository_whenTheEventHasNoName() throws {
        let occurrence = try read(nil, #"{"repository":{"name":"test"}}"#)

        XCTAssertEqual(occurrence.event.line?.text, "Commit on test!")
    }

    func testInit_refuses_whenThePayloadIsNotJSON() {
        for payload in ["", "{", "<xml/>", #"{"ref": "refs/heads/main"} {}"#] {
            XCTAssertThrowsError(try read("push", payload), payload) {
                XCTAssertEqual(($0 as? Rejection)?.status, .badRequest)
            }
        }
    }

    func testInit_refuses_whenAnUnknownEventsPayloadIsNotJSON() {
        XCTAssertThrowsError(try read("gollum", "{")) { XCTAssertEqual(($0 as? Rejection)?.status, .badRequest) }
    }

    func testInit_refuses_whenThePayloadLacksWhatTheEventIsAbout() {
        XCTAssertThrowsError(try read("issues", #"{"action": "opened"}"#)) {
            XCTAssertEqual(($0 as? Rejection)?.status, .badRequest)
        }
    }

    func testInit_refuses_whenTheEventsNameIsNone() {
        for name in ["", "push, push", "push\u{e9}", "../push", String(repeating: "x", count: 65)] {
            let request = Request(
                method: .post,
                target: "/github",
                headers: [.contentType: "application/json", HTTPField.Name(constant: "X-GitHub-Event"): name],
                body: Array("{}".utf8)
            )

            XCTAssertThrowsError(try Occurrence(request), name) {
                XCTAssertEqual(($0 as? Rejection)?.status, .badRequest)
            }
        }
    }

    private func read(_ name: String?, _ json: String) throws -> Occurrence {
        try Occurrence(name: name, json: Array(json.utf8))
    }
}
