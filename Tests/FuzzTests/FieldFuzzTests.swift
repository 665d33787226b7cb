import FoundationEssentials
import XCTest

@testable import HarkHTTP

final class FieldFuzzTests: FuzzTestCase {
    /// As long as a header section may get by default.
    private let longest = 16_384

    func testMediaType_readsAsItIsWritten_whenMutated() {
        let types = [
            "application/json", "text/plain; charset=\"utf-8\"; a=b", "multipart/form-data;boundary=\"a\\\"b\"",
            "a/b+json",
        ]
        fuzz(types, upTo: longest) { text in
            guard let type = MediaType(text) else { return true }
            return MediaType(type.description) == type
        }
    }

    func testAccept_weighsFromNoneToAll_whenMutated() {
        let fields = [
            "text/*;q=0.5, application/json; q=1, */*;q=0.001", "text/html;level=\"1,2\", a/b;q=0", "*/*, , text/plain",
        ]
        fuzz(fields, upTo: longest) { text in
            let accept = Accept(text)
            return [.json, .form, .text].allSatisfy { 0...1 ~= accept.quality(of: $0) }
        }
    }

    func testCookies_keepTheirLimit_whenMutated() {
        fuzz(["a=1; b=\"2\"; c", "session=abc=; =x; \t e = f\t"], upTo: longest) { text in
            let cookies = Cookie.list(parsing: text)
            return cookies.count <= Cookie.limit && cookies.allSatisfy { !$0.name.isEmpty }
        }
    }

    func testDates_areReadAsTheyAreWritten_whenMutated() {
        let fields = [
            "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        ]
        let now = Date(timeIntervalSince1970: 1_777_777_777)
        fuzz(fields, upTo: longest) { text in
            guard let date = HTTPDate(parsing: text, now: now) else { return true }
            return HTTPDate(parsing: date.description, now: now) == date
        }
    }
}
