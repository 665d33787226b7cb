import HarkHTTP
import TestSupport
import XCTest

final class BaseURLTests: XCTestCase {
    func testInit_readsSchemeHostAndPrefix() throws {
        let url = try XCTUnwrap(BaseURL("https://bot.example.org:8443/team/hooks/"))

        XCTAssertEqual(url.scheme, .https)
        XCTAssertEqual(url.host, "bot.example.org:8443")
        XCTAssertEqual(url.prefix, "/team/hooks")
        XCTAssertEqual(url.description, "https://bot.example.org:8443/team/hooks")
    }

    func testInit_takesEveryKindOfHost() {
        let table = [
            ("http://localhost", "http://localhost"), ("HTTPS://Bot.example.org/", "https://Bot.example.org"),
            ("http://192.0.2.1:80/a", "http://192.0.2.1:80/a"), ("http://[::1]", "http://[::1]"),
            ("http://[::1]:8080/a%20b", "http://[::1]:8080/a%20b"),
        ]

        for (text, expected) in table { XCTAssertEqual(BaseURL(text)?.description, expected) }
    }

    func testConstant_isTheSameURL() {
        XCTAssertEqual(BaseURL(constant: "https://api.example.org/v1/"), BaseURL("https://api.example.org/v1"))
    }

    func testInit_isNil_forWhatIsNoBaseURL() {
        let texts = [
            "", "https", "https://", "https:///a", "bot.example.org", "ftp://a", "https://a?b", "https://a/?b",
            "https://a/#b", "https://a#b", "https://user@a", "https://user:pw@a/", "https://a:b", "https://a:",
            "https://a:65536", "https://::1", "https://[::1", "https://[192.0.2.1]", "https://[::1]a", "https://a b",
            "https://a/b c", "https://a//b", "https://a/b//", "https://a/..", "https://a/./b", "https://a/%2e%2E/b",
            "https://a/%2", "https://é", "https://a/é", "https://a%41", "https://a/\\b", "//a/b",
            "https://" + String(repeating: "a", count: 256),
        ]

        XCTAssertEqual(texts.filter { BaseURL($0) != nil }, [])
    }

    func testInit_survivesRandomText() {
        var generator = SeededGenerator(seed: 6)
        let alphabet = Array("a/:.@[]%2e?#1 ".utf8)

        for _ in 0..<20_000 {
            let text = "http://" + String(decoding: generator.bytes(upTo: 12, from: alphabet), as: UTF8.self)
            guard let url = BaseURL(text) else { continue }

            XCTAssertEqual(BaseURL(url.description), url)
            XCTAssertFalse(url.description.contains(where: { "?# ".contains($0) }), text)
            XCTAssertFalse(url.host.contains("@"), text)
        }
    }
}
