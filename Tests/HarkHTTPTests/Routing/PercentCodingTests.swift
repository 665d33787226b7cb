import HarkHTTP
import XCTest

final class PercentCodingTests: XCTestCase {
    func testName_isEncodedByteByByte_slashesIncluded() {
        let encoded = ["Az09-._~", "!a:b.c", "acme/rö ck", "%\n", ""].map(\.percentEncoded)

        XCTAssertEqual(encoded, ["Az09-._~", "%21a%3Ab.c", "acme%2Fr%C3%B6%20ck", "%25%0A", ""])
    }
}
