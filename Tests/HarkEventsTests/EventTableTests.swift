import XCTest

@testable import HarkEvents

final class EventTableTests: XCTestCase {
    private let table = EventTable(
        ["issue": { EventNotification("\($0.title)") }], namedBy: .header("X-Event"),
        actionIn: ["object.action", "status"])

    func testTitle_hasTheFirstActionThatThePayloadNames() {
        let payload = PayloadView(["object": ["action": "open"], "status": "new", "action": "no"])

        XCTAssertEqual(table.webhookEvent("issue", payload).title, "issue.open")
        XCTAssertEqual(table.webhookEvent("issue", PayloadView(["status": "new"])).title, "issue.new")
        XCTAssertEqual(table.webhookEvent("issue", PayloadView(["action": "no"])).title, "issue")
    }

    func testTitle_leavesAnActionOut_whenItIsNoWord() {
        XCTAssertEqual(table.webhookEvent("issue", PayloadView(["status": "a\nb"])).title, "issue")
    }

    private func read(_ table: EventTable, query: String) throws -> WebhookEvent {
        var headers: HTTPFields = [.contentType: "application/json"]
        headers["X-Event"] = "issue"
        let body = Array(#"{"kind": "issue", "title": "Leak", "deep": {"kind": "issue"}}"#.utf8)
        let request = Request(
            method: .post, target: RequestTarget("/x\(query)"), headers: headers, body: body)
        return try BodyKind.event(of: table).decode(request)
    }

    func testEvent_isNamedByAHeaderAFieldOrTheQuery() throws {
        let tables = [ValueSource.header("X-Event"), .field("kind"), .field("deep.kind"), .query("event")].map {
            EventTable(["issue": { EventNotification("\($0.title)") }], namedBy: $0)
        }

        for table in tables {
            let webhookEvent = try read(table, query: "?event=issue")

            XCTAssertEqual(webhookEvent.title, "issue")
            XCTAssertEqual(webhookEvent.notification?.text, "Leak")
        }
    }

    func testEvent_isFormattedByTheFallback_onlyWithoutAName() {
        let table = EventTable([:], nameless: { _ in EventNotification("nameless") })

        XCTAssertEqual(table.webhookEvent(nil, PayloadView(nil)).notification?.text, "nameless")
        XCTAssertNil(table.webhookEvent("other", PayloadView(nil)).notification)
    }

    func testTitle_isUnnamed_whenTheNameIsHostile() {
        for name in ["", "a\nb", "<b>", "é", "\u{202e}x", String(repeating: "x", count: 65)] {
            XCTAssertEqual(table.webhookEvent(UntrustedText(name), PayloadView(nil)).title, "unnamed", name)
        }
        XCTAssertEqual(table.webhookEvent("Push Hook", PayloadView(nil)).title, "Push Hook")
    }
}
