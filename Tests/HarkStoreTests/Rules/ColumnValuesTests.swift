import XCTest

import struct FoundationEssentials.Date

@testable import HarkStore

final class ColumnValuesTests: XCTestCase {
    func testMilliseconds_comeBack_whateverFractionOfASecondTheyAre() {
        for milliseconds in [0, 1, -1, 999, 1_800_000_000_001, 1_800_000_000_999, 1 << 50, -(1 << 50)] as [Int64] {
            XCTAssertEqual(Date(milliseconds: milliseconds).milliseconds, milliseconds)
        }
    }

    func testMilliseconds_areBounded_whenTheDateIsNone() {
        XCTAssertEqual(Date(timeIntervalSince1970: .infinity).milliseconds, 1 << 50)
        XCTAssertEqual(Date(timeIntervalSince1970: -.infinity).milliseconds, -(1 << 50))
        XCTAssertEqual(Date(timeIntervalSince1970: .nan).milliseconds, -(1 << 50))
        XCTAssertEqual(Date(timeIntervalSince1970: 1e300).milliseconds, 1 << 50)
        XCTAssertEqual(Duration.seconds(Int64.max).milliseconds, 1 << 50)
        XCTAssertEqual(Duration.seconds(Int64.min).milliseconds, -(1 << 50))
        XCTAssertEqual(Duration.microseconds(1_234_567).milliseconds, 1234)
    }

    func testBytesOfANumber_areTheNumber_fromTheHighestOn() {
        let number: UInt128 = 0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10

        XCTAssertEqual(number.bytes, Array(1...16))
        for number in [number, 0, .max] { XCTAssertEqual(UInt128(bytes: number.bytes), number) }
    }

    func testCut_leavesOutHalfCharacters_andShortTextsAlone() {
        XCTAssertEqual("abc".cut(toBytes: 3), "abc")
        XCTAssertEqual("abc".cut(toBytes: 2), "ab")
        XCTAssertEqual("a\u{20ac}b".cut(toBytes: 4), "a\u{20ac}")
        XCTAssertEqual("a\u{20ac}b".cut(toBytes: 3), "a")
        XCTAssertEqual("\u{1f680}".cut(toBytes: 3), "")
        XCTAssertEqual("e\u{301}".cut(toBytes: 2), "e")
    }
}
