import HarkHTTP
import XCTest

/// The URL that a request was for, behind proxies in 10.0.0.0/8.
final class OriginURLTests: XCTestCase {
    private func origin(_ fields: KeyValuePairs<String, String>, peer: String = "10.0.0.1") -> Origin {
        Origin(fields, peer: peer, trusting: ["10.0.0.0/8"])
    }

    func testBaseURL_isWhatTheProxySays() {
        let origin = origin([
            "Host": "127.0.0.1:3141", "X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "bot.example.org", "X-Forwarded-Prefix": "/hooks/",
        ])

        XCTAssertEqual(origin.scheme, .https)
        XCTAssertEqual(origin.host, "bot.example.org")
        XCTAssertEqual(origin.prefix, "/hooks")
        XCTAssertEqual(origin.baseURL, "https://bot.example.org/hooks")
    }

    func testBaseURL_isNil_whenThePeerIsNotTrusted() {
        let origin = origin(
            ["Host": "a", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "b", "X-Forwarded-Prefix": "/c"],
            peer: "192.0.2.1"
        )

        XCTAssertEqual(origin.scheme, .http)
        XCTAssertEqual(origin.prefix, "")
        XCTAssertNil(origin.host)
        XCTAssertNil(origin.baseURL)
    }

    func testBaseURL_hasTheHostField_whenTheProxyNamesNoOther() {
        XCTAssertEqual(origin(["Host": "a:8080", "X-Forwarded-Proto": "https"]).baseURL, "https://a:8080")
        XCTAssertEqual(origin(["Host": "a", "Forwarded": "for=192.0.2.1;proto=https"]).baseURL, "https://a")
        XCTAssertNil(origin(["Host": "a/b"]).baseURL)
        XCTAssertNil(origin([:]).baseURL)
    }

    func testValues_areIgnored_whenTheyAreNotValid() {
        for value in ["", "ftp", "https:", "wss", "https http"] {
            XCTAssertEqual(origin(["X-Forwarded-Proto": value]).scheme, .http, value)
        }
        for value in ["", "user@a", "a/b", "a?b", "a b", "a:b", "[::1", "::1", "é", "a#b", "a\\b"] {
            XCTAssertNil(origin(["X-Forwarded-Host": value]).host, value)
        }
        for value in ["a", "//a", "/a//b", "/a?b", "/a#b", "/a/../b", "/.", "/%2e%2e", "/a b", "/é", "https://a/b"] {
            XCTAssertEqual(origin(["X-Forwarded-Prefix": value]).prefix, "", value)
        }
    }

    func testValues_belongToTheHopThatTheWalkEndsIn_whenThereAreAsManyAsHops() {
        let origin = origin([
            "X-Forwarded-For": "198.51.100.7, 192.0.2.1, 10.0.0.2",
            "X-Forwarded-Proto": "http, https, http",
            "X-Forwarded-Host": "evil.example.com, bot.example.org, inner",
            "X-Forwarded-Prefix": "/evil, /hooks, /inner",
        ])

        XCTAssertEqual(origin.baseURL, "https://bot.example.org/hooks")
    }

    func testValues_areTheRightmost_whenThereAreNotAsManyAsHops() {
        let origin = origin([
            "X-Forwarded-For": "198.51.100.7, 192.0.2.1, 10.0.0.2",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "evil.example.com, bot.example.org",
            "X-Forwarded-Prefix": "/a, /b, /c, /hooks",
        ])

        XCTAssertEqual(origin.baseURL, "https://bot.example.org/hooks")
    }

    func testValues_areOfTheElementThatTheWalkEndsIn_ofForwarded() {
        let table = [
            ("for=192.0.2.9;proto=http;host=evil, for=192.0.2.1;proto=https;host=a, for=10.0.0.2;host=b", "https://a"),
            ("for=192.0.2.1;proto=HTTPS;host=\"a:8443\"", "https://a:8443"),
            ("for=192.0.2.1;proto=https;host=evil, for=unknown;proto=http;host=a", "http://a"),
            ("for=_hidden;proto=https;host=a", "https://a"), ("proto=https;host=a", "https://a"),
            ("for=192.0.2.1;proto=https;host=\"a/b\"", "https://host"), ("for=192.0.2.1;proto=ftp;host=a", "http://a"),
            ("for=192.0.2.1;proto=https;host=a;proto=https", "http://host"),
            ("for=192.0.2.1;proto=https;host=\"[2001:db8::1]\"", "https://[2001:db8::1]"),
        ]

        for (field, expected) in table {
            XCTAssertEqual(origin(["Host": "host", "Forwarded": field]).baseURL, expected, field)
        }
    }

    func testValues_areBelievedWhereBothFamiliesAgree_whenBothNameTheClient() {
        let origin = origin([
            "Host": "host", "Forwarded": "for=192.0.2.1;proto=https;host=evil.example.com",
            "X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/hooks",
        ])

        XCTAssertEqual(origin.baseURL, "https://host/hooks")
    }

    func testValues_areForwardedsAlone_whenThereIsNoXForwardedFor() {
        let origin = origin([
            "Host": "host", "Forwarded": "for=192.0.2.1", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil",
            "X-Forwarded-Prefix": "/hooks",
        ])

        XCTAssertEqual(origin.baseURL, "http://host/hooks")
    }
}
