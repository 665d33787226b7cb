import HTTPTypes
import HarkHTTP
import XCTest

final class SetCookieTests: XCTestCase {
    func testDescription_isGuarded_byDefault() throws {
        let cookie = try SetCookie("session", "abc")

        XCTAssertEqual(cookie.description, "session=abc; Path=/; Secure; HttpOnly; SameSite=Lax")
    }

    func testDescription_hasEveryAttribute() throws {
        let cookie = try SetCookie(
            "id", "", domain: "example.org", path: "/a b", expires: HTTPDate(secondsSince1970: 784_111_777), maxAge: 0,
            secure: true, httpOnly: false, sameSite: .none, partitioned: true)

        XCTAssertEqual(
            cookie.description,
            "id=; Path=/a b; Domain=example.org; Expires=Sun, 06 Nov 1994 08:49:37 GMT; Max-Age=0; "
                + "Secure; SameSite=None; Partitioned")
    }

    func testInit_throws_forWhatClientsWouldDrop() {
        let table: [(CookieError, () throws -> SetCookie)] = [
            (.invalidName, { try SetCookie("", "x") }),
            (.invalidName, { try SetCookie("a b", "x") }),
            (.invalidName, { try SetCookie("é", "x") }),
            (.invalidValue, { try SetCookie("a", "x;y") }),
            (.invalidValue, { try SetCookie("a", "x\r\nSet-Cookie: b=1") }),
            (.invalidValue, { try SetCookie("a", "ü") }),
            (.tooLong, { try SetCookie("a", String(repeating: "x", count: 4096)) }),
            (.invalidPath, { try SetCookie("a", "x", path: "") }),
            (.invalidPath, { try SetCookie("a", "x", path: "/a;b") }),
            (.invalidPath, { try SetCookie("a", "x", path: "/" + String(repeating: "a", count: 1024)) }),
            (.invalidDomain, { try SetCookie("a", "x", domain: "") }),
            (.invalidDomain, { try SetCookie("a", "x", domain: "a;b") }),
            (.mustBeSecure, { try SetCookie("a", "x", secure: false, sameSite: .none) }),
            (.mustBeSecure, { try SetCookie("a", "x", secure: false, partitioned: true) }),
            (.mustBeSecure, { try SetCookie("__Secure-a", "x", secure: false) }),
            (.mustBeSecure, { try SetCookie("__HOST-a", "x", secure: false) }),
            (.mustBelongToHost, { try SetCookie("__Host-a", "x", path: "/a") }),
            (.mustBelongToHost, { try SetCookie("__host-a", "x", domain: "example.org") }),
        ]

        for (error, make) in table {
            XCTAssertThrowsError(try make()) { XCTAssertEqual($0 as? CookieError, error) }
        }
    }

    func testSetting_addsOneFieldForEachCookie() throws {
        let response = Response.text("hi").setting(try SetCookie("a", "1")).setting(try SetCookie("b", "2"))

        XCTAssertEqual(response.headers[values: .setCookie].map { $0.prefix(3) }, ["a=1", "b=2"])
    }
}
