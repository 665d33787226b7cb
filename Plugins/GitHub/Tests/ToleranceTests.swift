import Hark
import XCTest

@testable import GitHubPlugin

final class ToleranceTests: XCTestCase {
    func testSamplePayloads_coverEveryEventThatIsTold() {
        XCTAssertEqual(Set(samplePayloads.map(\.key)), Set(eventTypes.keys))
    }

    func testEveryEvent_isTold_whenEverythingIsThere() throws {
        for (event, payload) in samplePayloads {
            XCTAssertNotNil(try Occurrence(name: event, json: Array(payload.utf8)).event.line, event)
        }
    }

    func testEveryEvent_decodes_whateverFieldIsMissingOrNull() throws {
        for (event, payload) in samplePayloads {
            for mutilated in try Mutilated.all(of: Array(payload.utf8)) {
                XCTAssertNoThrow(try Occurrence(name: event, json: mutilated.json()), "\(event): \(mutilated)")
            }
        }
    }

    func testEveryEvent_staysWithinALine_whenStrangersFloodIt() throws {
        let flood = String(repeating: "👩\u{200d}🚀\u{202e}\\n\\u0007", count: 5_000)
        for (event, payload) in samplePayloads {
            let flooded = payload.replacing("~", with: flood)

            let line = try XCTUnwrap(Occurrence(name: event, json: Array(flooded.utf8)).event.line, event)

            XCTAssertLessThanOrEqual(line.text.utf8.count, Line.limit, event)
            XCTAssertFalse(line.text.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{202e}" }, event)
        }
    }

    func testNoEvent_crashes_whenBytesAreFlipped() throws {
        var random = SplitMix(seed: 2)
        for (event, payload) in samplePayloads {
            for _ in 0..<200 {
                var json = Array(payload.utf8)
                json[Int.random(in: json.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)

                let line = try? Occurrence(name: event, json: json).event.line

                XCTAssertLessThanOrEqual(line?.text.utf8.count ?? 0, Line.limit)
            }
        }
    }
}
