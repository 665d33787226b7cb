import TestSupport
import XCTest

@testable import HarkHost

final class GlobPatternTests: XCTestCase {
    func testPattern_matchesTheWholeText_withAnyCharactersForEachStar() {
        let cases: [(pattern: String, matching: [String], others: [String])] = [
            ("main", ["main"], ["mai", "mainline", "", "domain"]),
            ("*", ["", "main", "a/b"], []),
            ("release/*", ["release/", "release/1.0", "release/a/b"], ["release", "prerelease/1"]),
            ("*[bot]", ["dependabot[bot]", "[bot]"], ["bot", "dependabot"]),
            ("acme/*-api", ["acme/shop-api", "acme/-api", "acme/a-api-api"], ["acme/api", "acme/shop-api-2"]),
            ("a*b*c", ["abc", "aXbYc", "abbbc", "abcbc"], ["ab", "ac", "abcd"]),
            ("**a", ["a", "ba"], ["b"]),
            ("", [""], ["a"]),
        ]

        for (pattern, matching, others) in cases {
            let glob = GlobPattern(pattern)
            for text in matching { XCTAssertTrue(glob.matches(text.utf8.span), "\(pattern) and \(text)") }
            for text in others { XCTAssertFalse(glob.matches(text.utf8.span), "\(pattern) and \(text)") }
        }
    }

    func testPattern_ignoresCase() {
        XCTAssertTrue(GlobPattern("ACME/*").matches("acme/shop".utf8.span))
    }

    func testPattern_isQuick_forATextThatAlmostMatches() {
        let pattern = GlobPattern("*a*a*a*a*a*a*a*a*b")
        let text = [UInt8](repeating: UInt8(ascii: "a"), count: RuleSubject.longestText)

        let timer = ProcessorTimer()
        XCTAssertFalse(pattern.matches(text.span))

        XCTAssertLessThan(timer.elapsed, .seconds(1))
    }
}
