import HarkHTTP
import XCTest

final class SiteNameTests: XCTestCase {
    func testIsLoopback_forTheMachinesOwnNamesAlone() {
        let own = [
            "localhost", "localhost:3141", "LocalHost", "localhost.", "bot.localhost:80", "127.0.0.1",
            "127.255.0.9:3141",
            "[::1]", "[::1]:3141", "[::ffff:127.0.0.1]",
        ]
        let others = [
            "evil.example", "localhost.evil.example", "evillocalhost", ".localhost", "127.0.0.1.evil.example",
            "0.0.0.0:3141",
            "128.0.0.1", "[::]", "[::2]", "192.168.1.5", "127.1", "2130706433",
        ]

        XCTAssertEqual(own.filter { SiteName($0)?.isLoopback != true }, [])
        XCTAssertEqual(others.filter { SiteName($0)?.isLoopback == true }, [])
    }

    func testInit_isNil_forWhatIsNoHost() {
        for text in ["", "a b", "a:b", "[::1", "a/b", "a@b", "\u{301}"] { XCTAssertNil(SiteName(text), text) }
    }

    func testPage_isOfTheSite_byHostAndPortOfItsScheme() throws {
        let sites = try ["bot.example.org", "localhost:3141"].map { try XCTUnwrap(SiteName($0)) }
        let own = [
            "https://bot.example.org", "http://bot.example.org", "https://BOT.example.org:443", "http://localhost:3141",
        ]
        let others = [
            "null", "", "https://bot.example.org:8443", "http://localhost", "http://localhost:8000",
            "https://evil.example", "ftp://bot.example.org", "https://bot.example.org.evil.example",
            "https:bot.example.org", "https://bot.example.org/", "\u{301}",
        ]

        XCTAssertEqual(own.filter { WebOrigin($0)?.isAmong(sites) != true }, [])
        XCTAssertEqual(others.filter { WebOrigin($0)?.isAmong(sites) == true }, [])
    }
}
