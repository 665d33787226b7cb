import Foundation
import HarkHTTP
import HarkStore
import XCTest

@testable import HarkServer

final class ControlRequestTests: XCTestCase {
    private func refusal(of json: JSONValue) -> Rejection? {
        do throws(Rejection) {
            _ = try ControlRequest(json)
            return nil
        } catch {
            return error
        }
    }

    func testRequest_isReadAsItWasWritten() throws {
        let since = Date(timeIntervalSince1970: 1_800_000_000.25)
        let requests: [ControlRequest] = [
            .identity, .check, .sizes, .metrics, .subscriptions, .delivery(id: "8388"), .body(id: "8388"),
            .backup(path: "/tmp/copy.db"),
            .deliveries(DeliveryFilter(limit: 20)),
            .deliveries(DeliveryFilter(states: [.dead, .ready], plugin: "github", since: since, limit: 1)),
            .replay(.ids(["a", "b"]), .ada), .replay(.dead(plugin: nil, since: nil), .trial),
            .replay(.dead(plugin: "github", since: since), .ada), .cancel(ids: ["a"], .trial),
        ]

        let read = try requests.map { try ControlRequest(JSONValue(parsing: Array($0.json.serialized().utf8))) }

        XCTAssertEqual(read, requests)
    }

    func testRequest_isReadAsItWasWritten_whenItReachesBackFurtherThanAnyDelivery() throws {
        let age = try XCTUnwrap(DeliveryAge("3000000d"))
        let since = age.start(from: Date(timeIntervalSince1970: 1_800_000_000))
        let requests: [ControlRequest] = [
            .deliveries(DeliveryFilter(since: since, limit: 1)), .replay(.dead(plugin: nil, since: since), .ada),
        ]

        let read = try requests.map { try ControlRequest(JSONValue(parsing: Array($0.json.serialized().utf8))) }

        XCTAssertEqual(since, Date(timeIntervalSince1970: 0))
        XCTAssertEqual(read, requests)
    }

    func testRequest_isRefused_whenItIsOfAnotherVersion() {
        let refusal = refusal(of: ["version": 2, "operation": "check"])

        XCTAssertEqual(refusal?.status, .badRequest)
        XCTAssertTrue(refusal?.reason.contains("This bot is hark \(Release.version)") == true, "\(refusal as Any)")
    }

    func testRequest_isRefused_whenItIsIncompleteOrUnknown() {
        let faults: [JSONValue] = [
            ["version": 1], ["version": 1, "operation": "drop"], ["version": 1, "operation": "deliveries"],
            ["version": 1, "operation": "delivery", "ids": []], ["version": 1, "operation": "body"],
            ["version": 1, "operation": "replay", "ids": ["a"]],
            ["version": 1, "operation": "cancel", "person": "ada"],
            ["version": 1, "operation": "backup"], ["version": 1, "operation": "cancel", "ids": "a", "person": "ada"],
            ["version": 1, "operation": "deliveries", "limit": 1, "states": ["lost"]],
        ]

        for fault in faults {
            XCTAssertEqual(refusal(of: fault), Rejection(.badRequest, "The request is incomplete."), "\(fault)")
        }
    }

    func testChange_isATrial_whenARequestDoesNotSay() throws {
        let request = try ControlRequest(["version": 1, "operation": "cancel", "ids": ["a"], "person": "ada"])

        XCTAssertEqual(request, .cancel(ids: ["a"], .trial))
    }

    func testTimes_areWrittenToTheNearestMillisecond() {
        let times = [1.0, 7.001, 1_796_000_000.123, 1_796_000_000.007].map { Date(timeIntervalSince1970: $0).rfc3339 }

        XCTAssertEqual(
            times,
            [
                "1970-01-01T00:00:01.000Z", "1970-01-01T00:00:07.001Z", "2026-11-30T00:53:20.123Z",
                "2026-11-30T00:53:20.007Z",
            ])
    }
}
