import XCTest

@testable import HarkPostgreSQL

final class PostgreSQLValueTests: XCTestCase {
    func testNumbers_areBigEndian() {
        XCTAssertEqual(PostgreSQLValue.int(-2).encoded, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe])
        XCTAssertEqual(PostgreSQLValue.bool(true).encoded, [1])
        XCTAssertEqual(PostgreSQLValue.uuid(1).encoded, [UInt8](repeating: 0, count: 15) + [1])
    }

    func testTimes_countMicrosecondsFrom2000() {
        XCTAssertEqual(PostgreSQLValue.time(946_684_800_001).encoded, [0, 0, 0, 0, 0, 0, 0x03, 0xe8])
    }

    func testNull_hasNoBytes() {
        let values: [PostgreSQLValue] = [.bool(nil), .int(nil), .text(nil), .bytes(nil), .time(nil), .uuid(nil)]
        for value in values { XCTAssertNil(value.encoded, "\(value)") }
    }

    func testNUL_isReplaced_inTexts() {
        XCTAssertEqual(PostgreSQLValue.text("a\0b").encoded, Array("a\u{fffd}b".utf8))
    }

    func testArrays_haveTheirTypeAndLengths() {
        let head: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 25, 0, 0, 0, 2, 0, 0, 0, 1]

        XCTAssertEqual(
            PostgreSQLValue.texts(["ab", nil]).encoded,
            head + [0, 0, 0, 2] + Array("ab".utf8) + [0xff, 0xff, 0xff, 0xff])
        XCTAssertEqual(PostgreSQLValue.ints([]).encoded, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20])
    }
}

extension PostgreSQLValue {
    /// Its bytes; nil for NULL.
    fileprivate var encoded: [UInt8]? {
        var bytes: [UInt8] = []
        return encode(into: &bytes) ? bytes : nil
    }
}
