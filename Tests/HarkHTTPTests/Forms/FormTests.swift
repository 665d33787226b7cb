import HarkHTTP
import XCTest

final class FormTests: XCTestCase {
    func testInit_readsURLEncoded_whateverTheParameters() throws {
        let form = try Form(
            contentType: "Application/X-WWW-Form-URLEncoded; charset=utf-8", body: Array("a=1&b=2".utf8))

        XCTAssertEqual(form.fields, ["a": "1", "b": "2"])
        XCTAssertEqual(form.files, [])
    }

    func testInit_throwsUnsupportedMediaType_forAnotherOne() {
        for type in ["", "application/json", "multipart/mixed; boundary=x", "nonsense"] {
            XCTAssertThrowsError(try Form(contentType: type, body: [])) {
                XCTAssertEqual(($0 as? FormError)?.isUnsupportedMediaType, true)
            }
        }
    }

    func testInit_throws_whenALimitIsExceeded() throws {
        let type = "application/x-www-form-urlencoded"
        let repeated = { (count: Int) in Array(String(repeating: "a&", count: count).dropLast().utf8) }
        let named = { (length: Int) in Array(String(repeating: "a", count: length).utf8) }

        XCTAssertEqual(try Form(contentType: type, body: repeated(1000)).fields.count, 1000)
        XCTAssertThrowsError(try Form(contentType: type, body: repeated(1001))) {
            XCTAssertEqual($0 as? FormError, .tooManyFields)
        }
        XCTAssertNoThrow(try Form(contentType: type, body: named(1024)))
        XCTAssertThrowsError(try Form(contentType: type, body: named(1025))) {
            XCTAssertEqual($0 as? FormError, .nameTooLong)
        }
    }
}
