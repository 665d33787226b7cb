import HarkEvents
import XCTest

@testable import MatrixPlugin

final class MatrixIDTests: XCTestCase {
    func testUser_hasASignAndAServer() {
        for user in ["@ada:example.org", "@a/b=c:[::1]:8448", "@_:localhost"] {
            XCTAssertTrue(MatrixID.isUser(user), user)
        }
        for other in [
            "ada", "@ada", "ada:example.org", "@ada:", "@a b:c", "@a:b c", "@é:example.org", "@a:b/c", "#a:b",
        ] {
            XCTAssertFalse(MatrixID.isUser(other), other)
        }
        XCTAssertFalse(MatrixID.isUser("@\(String(repeating: "a", count: 300)):b"))
    }

    func testServer_isMissing_inTheIdentifierOfANewRoom() {
        XCTAssertEqual(MatrixID.server(of: "!old:example.org:8448"), "example.org:8448")
        XCTAssertNil(MatrixID.server(of: "!aMxaGhJ31"))
    }

    func testPath_escapesEveryIdentifier() {
        XCTAssertEqual(
            MatrixPath("join", "#a/é:b").with(["via": "x:1", "filter": "{}"]).description,
            "/_matrix/client/v3/join/%23a%2F%C3%A9%3Ab?via=x%3A1&filter=%7B%7D")
    }

    func testInvitation_isAcceptedFromAPersonOrAServer() throws {
        let rules = try [InvitationRule](settingText: "@ada:example.org, trusted.example")

        let table = [
            ("@ada:example.org", true), ("@eve:example.org", false), ("@eve:trusted.example", true),
            ("@ada:example.org.evil.example", false), ("@eve:trusted.example:8448", false), ("trusted.example", false),
            ("@Ada:example.org", false),
        ]
        for (user, isAllowed) in table { XCTAssertEqual(rules.contains { $0.allows(user) }, isAllowed, user) }
        XCTAssertThrowsError(try InvitationRule(settingText: "#ops:example.org"))
        XCTAssertThrowsError(try InvitationRule(settingText: "everybody on earth"))
    }

    func testHomeserverAddress_isAURLOrAName() throws {
        XCTAssertEqual(try HomeserverAddress(settingText: "https://m.example/"), .url("https://m.example"))
        XCTAssertEqual(try HomeserverAddress(settingText: "example.org"), .name("example.org"))
        for text in ["@ada:example.org", "ftp://example.org", "https://m.example?x", "a b"] {
            XCTAssertThrowsError(try HomeserverAddress(settingText: text), text)
        }
    }
}
