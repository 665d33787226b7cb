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
}
