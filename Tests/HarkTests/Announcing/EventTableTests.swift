import XCTest

@testable import Hark

final class EventTableTests: XCTestCase {
    private let table = EventTable(
        namedBy: .header("X-Event"), actionIn: ["object.action", "status"], ["issue": { Line("\($0.title)") }])

    func testTitle_hasTheFirstActionThatThePayloadNames() {
        let payload = Facts(["object": ["action": "open"], "status": "new", "action": "no"])

        XCTAssertEqual(table.happening("issue", payload).title, "issue.open")
        XCTAssertEqual(table.happening("issue", Facts(["status": "new"])).title, "issue.new")
        XCTAssertEqual(table.happening("issue", Facts(["action": "no"])).title, "issue")
    }

    func testTitle_leavesAnActionOut_whenItIsNoWord() {
        XCTAssertEqual(table.happening("issue", Facts(["status": "a\nb"])).title, "issue")
    }

    private func read(_ table: EventTable, query: String) throws -> Happening {
        var headers: HTTPFields = [.contentType: "application/json"]
        headers["X-Event"] = "issue"
        let body = Array(#"{"kind": "issue", "title": "Leak", "deep": {"kind": "issue"}}"#.utf8)
        let request = Request(
            method: .post, target: RequestTarget("/x\(query)"), headers: headers, body: body)
        return try BodyKind.event(of: table).decode(request)
    }

    func testEvent_isNamedByAHeaderAFieldOrTheQuery() throws {
        let tables = [ValueSource.header("X-Event"), .field("kind"), .field("deep.kind"), .query("event")].map {
            EventTable(namedBy: $0, ["issue": { Line("\($0.title)") }])
        }

        for table in tables {
            let happening = try read(table, query: "?event=issue")

            XCTAssertEqual(happening.title, "issue")
            XCTAssertEqual(happening.line?.text, "Leak")
        }
    }

    func testHappening_isToldByTheFallback_onlyWithoutAName() {
        let table = EventTable(namedBy: .header("X-Event"), [:], nameless: { _ in Line("nameless") })

        XCTAssertEqual(table.happening(nil, Facts(nil)).line?.text, "nameless")
        XCTAssertNil(table.happening("other", Facts(nil)).line)
    }

    func testTitle_isUnnamed_whenTheNameIsHostile() {
        for name in ["", "a\nb", "<b>", "é", "\u{202e}x", String(repeating: "x", count: 65)] {
            XCTAssertEqual(table.happening(UntrustedText(name), Facts(nil)).title, "unnamed", name)
        }
        XCTAssertEqual(table.happening("Push Hook", Facts(nil)).title, "Push Hook")
    }
}
