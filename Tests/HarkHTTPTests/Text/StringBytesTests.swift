import HarkHTTP
import XCTest

final class StringBytesTests: XCTestCase {
    func testBytes_areCompared_notEquivalentTexts() {
        XCTAssertEqual("\u{e9}", "e\u{301}")
        XCTAssertFalse("\u{e9}".hasSameBytes(as: "e\u{301}"))
        XCTAssertTrue("\u{e9}".hasSameBytes(as: "\u{e9}"))
    }

    func testCase_isIgnoredInASCIIAlone() {
        XCTAssertTrue("Bot.Example.ORG".hasSameBytesIgnoringCase(as: "bOT.eXAMPLE.org"))
        // The Kelvin sign is a k in Unicode's lower case.
        XCTAssertFalse("\u{212a}".hasSameBytesIgnoringCase(as: "k"))
        XCTAssertFalse("[".hasSameBytesIgnoringCase(as: "{"))
    }

    func testScalars_areCounted_notCharacters() {
        let marks = "a" + String(repeating: "\u{301}", count: 100_000)

        XCTAssertEqual(marks.scalars(upTo: 64).utf8.count, 1 + 63 * 2)
        XCTAssertEqual("ab".scalars(upTo: 64), "ab")
    }
}
