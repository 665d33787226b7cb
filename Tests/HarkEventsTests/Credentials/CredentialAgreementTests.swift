import TestSupport
import XCTest

@testable import HarkEvents

/// The cheap first look at a text, compared with the search for credentials itself.
final class CredentialAgreementTests: XCTestCase {
    private static let parts = [
        "password", "Authorization", "proxy-authorization", "AUTHORIZATION", "Cookie", "set-cookie", "token", "api_key",
        "sig", "dbPassword", "hook_url", "webhook", "key", "code", "tokens", "pass", "x", "--password", "-pw",
        "--api-key",
        "Bearer", "bearer", "basic", "Basic", "digest", "negotiate", "-----BEGIN", "RSA", "PRIVATE", "KEY-----",
        "%70assword",
        "https", "postgres", "http", "hunter2", "hunter", "abc123def456", "abcdefghijklmnopqrstuvwxyz",
        "ghp_0123456789abcdefghij", "YWRhOmh1bnRlcjI=", "YWRhOmh1bnRl", "AKIA0123456789ABCDEF", "eyJ0.eyJ0.abcdefgh1",
        "123456", "12", "SHOP-12", "ada:hunter2@example.org", "ada@example.org", "hooks.slack.com/services/T0/B0/x",
        "maker.ifttt.com/trigger/e/with/key/x", "example.org/hooks/xk3jd9f8s7d6f5g4", "hc-ping.com/x", "$PASS", "null",
        "ok",
    ]

    private static let separators = [
        "=", "==", ":", ": ", " : ", "\": ", "':", "\\\":\\\"", "://", "/", "@", " ", "  ", "\t", "\n", "\r\n", "\"",
        "'",
        "\\\"", "\\", "[", "]", "&", ";", ",", "{", "}", "(", ")", "<", "|", "…", "é", "?", ".", "-", "%", "",
    ]

    func testFirstLook_missesNothingThatTheSearchFinds() {
        var random = SeededGenerator(seed: 2026)
        var (foundCount, missed) = (0, [String]())

        for _ in 0..<20_000 {
            let text = Self.text(&random)
            var scanner = CredentialScanner(Array(text.utf8))
            scanner.scan()
            guard scanner.foundCount > 0 else { continue }
            foundCount += 1
            if !CredentialScanner.mayFind(in: text.utf8.span) { missed.append(text) }
        }

        XCTAssertEqual(missed, [])
        XCTAssertGreaterThan(foundCount, 2_000)
    }

    func testFirstLook_sparesTextsWithoutSignsOfACredential() {
        for text in [
            "", "ada pushed 2 commits to main", "Fix: the kettle boils", "task 42 failed after 3 min", "a - b",
        ] {
            XCTAssertFalse(CredentialScanner.mayFind(in: text.utf8.span), text)
        }
    }

    private static func text(_ random: inout SeededGenerator) -> String {
        let count = Int.random(in: 1...4, using: &random)
        let words = (0..<count).flatMap { _ in
            [parts.randomElement(using: &random) ?? "", separators.randomElement(using: &random) ?? ""]
        }
        return words.joined()
    }
}
