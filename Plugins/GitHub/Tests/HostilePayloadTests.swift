import Hark
import HarkEvents
import HarkTesting
import TestSupport
import XCTest

@testable import GitHubPlugin

final class HostilePayloadTests: XCTestCase {
    func testEveryEvent_staysWithinALine_whenStrangersFloodIt() throws {
        let flood = String(repeating: "👩\u{200d}🚀\u{202e}\n\u{7}", count: 300)
        for fixture in try Fixture.all() {
            let flooded = try JSONValue(parsing: fixture.payload).flooded(with: flood)

            let line = try webhookEvent(fixture.event, Array(flooded.serialized().utf8)).notification

            let text = line?.text ?? ""
            XCTAssertLessThanOrEqual(text.utf8.count, EventNotification.limit, fixture.name)
            XCTAssertFalse(text.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{202e}" }, fixture.name)
        }
    }

    func testNoEvent_crashes_whenBytesAreFlipped() throws {
        var random = SeededGenerator(seed: 2)
        for fixture in try Fixture.all() {
            for _ in 0..<50 {
                var json = fixture.payload
                json[Int.random(in: json.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)

                let line = try? webhookEvent(fixture.event, json).notification

                XCTAssertLessThanOrEqual(line?.text.utf8.count ?? 0, EventNotification.limit)
            }
        }
    }

    func testSecretScanning_neverTellsTheSecret() throws {
        let alerts = try Fixture.all().filter { $0.event == "secret_scanning_alert" }

        let lines = try alerts.map { try XCTUnwrap(webhookEvent($0.event, $0.payload).notification).text }

        XCTAssertFalse(lines.isEmpty)
        XCTAssertFalse(lines.contains { $0.contains("never-told") })
        XCTAssertTrue(alerts.allSatisfy { String(decoding: $0.payload, as: UTF8.self).contains("never-told") })
    }
}

extension JSONValue {
    /// The value with a flood after every text that strangers write: all but the words that GitHub chooses.
    fileprivate func flooded(with flood: String) -> JSONValue {
        switch self {
        case .string(let text):
            return .string(text + flood)
        case .array(let elements):
            return .array(elements.map { $0.flooded(with: flood) })
        case .object(var object):
            for member in object where !["action", "state", "conclusion"].contains(member.name) {
                object[member.name] = member.value.flooded(with: flood)
            }
            return .object(object)
        case .null, .bool, .integer, .number, .longNumber:
            return self
        }
    }
}
