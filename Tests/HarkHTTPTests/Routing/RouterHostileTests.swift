import HTTPTypes
import HarkHTTP
import TestSupport
import XCTest

/// What a stranger may send, and what a careless author may write. None of it may take long.
final class RouterHostileTests: XCTestCase {
    func testMatch_survivesDeepPathsAndRules() throws {
        let deep = String(repeating: "/a", count: 4_000)
        let placeholders = (0..<4_000).map { "/<x\($0)>" }.joined()
        let router = try Router(deep, placeholders)

        let outcomes = [deep, deep + "/b", deep.dropLast() + "b"].map { router.outcome(String($0)) }

        XCTAssertEqual(outcomes[0], .found(deep, []))
        XCTAssertEqual(outcomes[1], .notFound)
        XCTAssertEqual(outcomes[2], .found(placeholders, Array(repeating: "a", count: 3_999) + ["b"]))
    }

    func testMatch_takesLinearTime_whenASegmentCouldBeDividedInManyWays() throws {
        let router = try Router("/<a>-<b>-<int:c>-<d>-<e>-<f>.json")
        let dashes = "/" + String(repeating: "-", count: 8_000)

        let timer = ProcessorTimer()
        XCTAssertEqual(router.outcome(dashes), .notFound)
        XCTAssertEqual(router.outcome(dashes + ".json"), .notFound)
        XCTAssertEqual(router.outcome("/a" + dashes.dropFirst() + "1-a-b-c.json").isFound, true)

        XCTAssertLessThan(timer.elapsed, .seconds(2))
    }

    func testMatch_isNotFound_forLongRunsOfDigitsAndSlashes() throws {
        let router = try Router("/<int:a>", "/<float(max=1):b>", "/<a>/<b>")
        let digits = String(repeating: "9", count: 8_000)

        let outcomes = ["/" + digits, "/\(digits).\(digits)", String(repeating: "/", count: 8_000) + "a"]
            .map { router.outcome($0) }

        XCTAssertEqual(outcomes, [.notFound, .notFound, .notFound])
    }

    func testMatch_dividesTextThatBeginsWithACombiningMark() throws {
        let router = try Router("/<a>x<b>")

        let outcome = router.outcome("/%CC%81x%CC%81")

        XCTAssertEqual(outcome, .found("/<a>x<b>", ["\u{301}", "\u{301}"]))
    }

    func testMatch_findsEachOfManyRules() throws {
        var rules: [(String, Set<HTTPRequest.Method>)] = []
        for number in 0..<500 {
            rules += [
                "/s\(number)", "/hook-<n>-a\(number)", "/p\(number)-<n>", "/x/<id>/a\(number)", "/<path:p>/e\(number)/",
            ]
            .map { ($0, [.post]) }
        }
        let router = try Router(rules)

        for number in 0..<500 {
            XCTAssertEqual(router.outcome("/s\(number)", .post), .found("/s\(number)", []))
            XCTAssertEqual(router.outcome("/hook-b-a\(number)", .post), .found("/hook-<n>-a\(number)", ["b"]))
            XCTAssertEqual(router.outcome("/p\(number)-b", .post), .found("/p\(number)-<n>", ["b"]))
            XCTAssertEqual(router.outcome("/x/b/a\(number)", .post), .found("/x/<id>/a\(number)", ["b"]))
            XCTAssertEqual(router.outcome("/b/c/e\(number)", .post), .found("/<path:p>/e\(number)/", ["b/c"]))
        }
    }
}

extension RouterOutcome {
    fileprivate var isFound: Bool { if case .found = self { true } else { false } }
}
