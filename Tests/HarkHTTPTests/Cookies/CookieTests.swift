import HTTPTypes
import HarkHTTP
import TestSupport
import XCTest

final class CookieTests: XCTestCase {
    func testCookies_areReadLeniently() {
        let table: [(String, [Cookie])] = [
            ("a=1; b=2", [Cookie(name: "a", value: "1"), Cookie(name: "b", value: "2")]),
            ("a=1;b=2;;", [Cookie(name: "a", value: "1"), Cookie(name: "b", value: "2")]),
            (" a = x y ; b=", [Cookie(name: "a", value: "x y"), Cookie(name: "b", value: "")]),
            ("a=b=c", [Cookie(name: "a", value: "b=c")]),
            ("a=\"q\"; é=ü", [Cookie(name: "a", value: "\"q\""), Cookie(name: "é", value: "ü")]),
            ("=x; y; ; a=1", [Cookie(name: "a", value: "1")]),
            ("a=\u{1}; b=\u{7F}; c=2", [Cookie(name: "c", value: "2")]),
            ("", []), ("=", []), (";", []), ("   ", []),
        ]

        for (field, cookies) in table { XCTAssertEqual(Cookie.list(parsing: field), cookies, field) }
    }

    func testCookies_areBounded() {
        let field = String(repeating: "a=1;", count: 1000)

        XCTAssertEqual(Cookie.list(parsing: field).count, Cookie.limit)
    }

    func testSubscript_findsTheFirstOfAName() {
        let request = Request(target: "/", headers: [.cookie: "a=1; b=2; a=3"])

        XCTAssertEqual(request.cookies["a"], "1")
        XCTAssertNil(request.cookies["A"])
        XCTAssertEqual(request.cookies.count, 3)
    }

    func testCookies_surviveRandomText() {
        var generator = SeededGenerator(seed: 4)

        for _ in 0..<5000 {
            for cookie in Cookie.list(parsing: generator.text(upTo: 30)) { XCTAssertFalse(cookie.name.isEmpty) }
        }
    }
}
