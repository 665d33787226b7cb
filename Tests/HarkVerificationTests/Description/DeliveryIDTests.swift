import HarkHTTP
import HarkVerification
import TestSupport
import XCTest

final class DeliveryIDTests: XCTestCase {
    private func id(_ verifier: Verifier, _ request: Request) -> String? {
        verifier.deliveryID?.value(in: SignedRequest(request))
    }

    private func alert(_ status: String, _ alerts: String) -> Request {
        .delivery("/hook", body: #"{"groupKey":"{}:{a=\"b\"}","status":"\#(status)","alerts":[\#(alerts)]}"#)
    }

    func testAlertmanagers_isEveryAlertAndItsState() {
        let one = #"{"fingerprint":"f1","status":"firing","startsAt":"2026-01-01T00:00:00Z"}"#
        let two = #"{"fingerprint":"f2","status":"firing","startsAt":"2026-01-01T00:00:00Z"}"#
        let over = #"{"fingerprint":"f2","status":"resolved","startsAt":"2026-01-01T00:00:00Z"}"#
        let later = #"{"fingerprint":"f2","status":"firing","startsAt":"2026-01-02T00:00:00Z"}"#
        let requests = [
            alert("firing", one), alert("firing", "\(one),\(two)"), alert("firing", "\(two),\(one)"),
            alert("firing", "\(one),\(over)"), alert("firing", "\(one),\(later)"), alert("resolved", one),
        ]

        let ids = requests.map { id(.alertmanager, $0) }

        XCTAssertEqual(Set(ids).count, requests.count)
        XCTAssertFalse(ids.contains(nil))
        XCTAssertEqual(id(.alertmanager, requests[1]), ids[1])
        XCTAssertEqual(Verifier.alertmanager.deliveryID?.retention, .seconds(60))
    }

    func testCombination_isNil_whenNoFieldIsThere() {
        for body in ["{}", "[]", "null", "x", ""] {
            XCTAssertNil(id(.alertmanager, .delivery("/hook", body: body)), body)
        }
    }

    func testCombination_keepsFieldsApart() {
        let verifier = Verifier("a", .bearer, deliveryID: .fields("a", "b", "c.*"))
        let bodies = [#"{"a":"x","b":"y"}"#, #"{"a":"x\ny"}"#, #"{"b":"x","c":["y"]}"#, #"{"a":"x","c":["y"]}"#]

        let ids = bodies.map { id(verifier, .delivery("/hook", body: $0)) }

        XCTAssertEqual(Set(ids).count, ids.count)
    }

    func testCombination_tellsBodiesApart_whenAPartIsMissing() {
        let disk = alert("firing", #"{"status":"firing","labels":{"alertname":"DiskFull"}}"#)
        let load = alert("firing", #"{"status":"firing","labels":{"alertname":"HighLoad"}}"#)

        XCTAssertNotEqual(id(.alertmanager, disk), id(.alertmanager, load))
        XCTAssertEqual(id(.alertmanager, disk), id(.alertmanager, disk))
    }

    func testField_isRead_whateverTheBodyIsCalled() {
        for type in ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
            let request = Request.delivery("/hook", body: #"{"id":"a&id=b"}"#, type: type)

            XCTAssertEqual(id(.teams, request), "a&id=b", "\(type)")
        }
    }

    func testProviders_isWhereTheyPutIt() {
        let values: [(Verifier, Request, String)] = [
            (.github, .delivery("/hook", ["X-GitHub-Delivery": "d"], body: ""), "d"),
            (.gitlab, .delivery("/hook", ["Idempotency-Key": "k", "webhook-id": "w"], body: ""), "k"),
            (.gitlab, .delivery("/hook", ["webhook-id": "w"], body: ""), "w"),
            (.bitbucket, .delivery("/hook", ["X-Request-Id": "r"], body: ""), "r"),
            (.slack, .delivery("/hook", body: #"{"event_id":"Ev1"}"#), "Ev1"),
            (.stripe, .delivery("/hook", body: #"{"id":"evt_1","type":"payout.paid"}"#), "evt_1\npayout.paid"),
            (.pagerDuty, .delivery("/hook", body: #"{"event":{"id":"P1"}}"#), "P1"),
            (.telegram, .delivery("/hook", body: #"{"update_id":10000}"#), "10000"),
            (.trello, .delivery("/hook", body: #"{"action":{"id":"t1"}}"#), "t1"),
            (.mattermost, .delivery("/hook", body: "token=t&post_id=p1", type: .urlEncodedForm), "p1"),
            (
                .twilio, .delivery("/hook", body: "MessageSid=SM1&MessageStatus=sent", type: .urlEncodedForm),
                "SM1\nsent"
            ),
            (.sendGrid, .delivery("/hook", body: #"[{"sg_event_id":"a"},{"sg_event_id":"b"}]"#), "a,b"),
            (.standardWebhooks, .delivery("/hook", ["svix-id": "msg_1"], body: ""), "msg_1"),
        ]

        for (verifier, request, expected) in values { XCTAssertEqual(id(verifier, request), expected, verifier.name) }
    }

    func testField_isNil_whenItIsNoText() {
        for body in [#"{"id":null}"#, #"{"id":{}}"#, #"{"id":[1]}"#, #"{"id":""}"#, #"{"ID":"a"}"#, "{"] {
            XCTAssertNil(id(.stripe, .delivery("/hook", body: body)), body)
        }
    }
}
