import FoundationEssentials
import XCTest

@testable import HarkHTTP

final class RFC3339Tests: XCTestCase {
    func testDate_isRead_withFractionAndOffset() {
        let table = [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01t00:00:01.25z", 1.25), ("1970-01-01 00:00:00+00:00", 0),
            ("1970-01-01T01:30:00+01:30", 0), ("1969-12-31T19:00:00-05:00", 0), ("1994-11-06T08:49:37Z", 784_111_777),
            ("1970-01-01T01:00:00+0100", 0), ("1969-12-31T22:00:00-02", 0),
            ("2016-12-31T23:59:60Z", 1_483_228_799), ("1970-01-01T00:00:00.1234567891111Z", 0.123456789),
        ]

        for (text, seconds) in table {
            XCTAssertEqual(Date(rfc3339: text), Date(timeIntervalSince1970: seconds), text)
        }
    }

    func testDate_isNil_forAnythingElse() {
        let texts = [
            "", "1970-01-01", "1970-01-01T00:00:00", "1970-13-01T00:00:00Z", "1970-02-29T00:00:00Z",
            "1970-01-01T00:00:00.Z", "1970-01-01T00:00:00+01:", "1970-01-01T00:00:00+1", "1970-01-01T00:00:00+24:00",
            "1970-01-01T00:00:00ZZ",
            "+970-01-01T00:00:00Z", "1970-01-01T25:00:00Z",
        ]

        for text in texts { XCTAssertNil(Date(rfc3339: text), text) }
    }
}
