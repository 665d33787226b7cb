import HarkHTTP
import TestSupport
import XCTest

final class AcceptTests: XCTestCase {
    func testQuality_isThatOfTheMostSpecificRange() throws {
        let accept = Accept("text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, */*;q=0.5, image/png;q=0")
        let table: [(String, Double)] = [
            ("text/plain;format=flowed", 1), ("text/plain", 0.7), ("text/html", 0.3), ("application/json", 0.5),
            ("image/png", 0), ("image/gif", 0.5),
        ]

        for (text, quality) in table {
            XCTAssertEqual(accept.quality(of: try XCTUnwrap(MediaType(text))), quality, text)
        }
    }

    func testAccepts_isTrueForEverything_withoutRanges() {
        for value in ["", " ", ",,", "nonsense", "*/json", "text/plain;q=2", "text/plain;q=0.1234", "text/plain;q=x"] {
            XCTAssertTrue(Accept(value).accepts(.json), value)
        }
    }

    func testAccepts_ignoresMalformedRangesAlone() {
        for value in ["a b, text/plain", "x/y;z=\"unended, text/plain", "\",\", text/plain", "text/plain;q=1.000, \""] {
            let accept = Accept(value)

            XCTAssertEqual(accept.accepts(.text), true, value)
        }
    }

    func testInit_ignoresRangesBeyondTheLimit() {
        let value = String(repeating: "image/png,", count: Accept.rangeLimit) + "text/plain"

        XCTAssertFalse(Accept(value).accepts(.text))
    }

    func testInit_survivesRandomText() {
        var generator = SeededGenerator(seed: 3)
        let alphabet = Array("ab*/,;=q01.\"\\ \t".utf8)

        for _ in 0..<20_000 {
            let text = String(decoding: generator.bytes(upTo: 20, from: alphabet), as: UTF8.self)

            XCTAssertTrue(0...1 ~= Accept(text).quality(of: .text), text)
        }
    }
}
