import HTTPTypes
import HarkHTTP
import XCTest

final class ResponseTests: XCTestCase {
    func testSetting_replacesAField_whileWithAddsToIt() {
        let response = Response.text("a,b").setting(.contentType, "text/csv").with(.allow, "GET").with(.allow, "POST")

        XCTAssertEqual(response.headers[values: .contentType], ["text/csv"])
        XCTAssertEqual(response.headers[values: .allow], ["GET", "POST"])
    }
}
