import HTTPTypes
import HarkHTTP
import XCTest

final class ResponseTests: XCTestCase {
    func testWith_addsAValueToAField() {
        let response = Response.text("a,b").with(.allow, "GET").with(.allow, "POST")

        XCTAssertEqual(response.headers[values: .allow], ["GET", "POST"])
    }
}
