import HTTPTypes
import HarkHTTP
import XCTest

private let uuid = "2B5B0911-fdcf-4dd2-921b-28ace88db8a0"

final class RouterTests: XCTestCase {
    func testMatch_givesTheTexts_whenTheirConvertersAcceptThem() throws {
        let expectations: [(rule: String, fitting: [String], unfitting: [String])] = [
            ("<x>", ["a", "%20", "a.b", "ü", "a%2Fb"], ["", "a/b"]),
            ("<string(length=2):x>", ["ab", "éé"], ["a", "abc"]),
            ("<string(minlength=2, maxlength=3):x>", ["ab", "abc"], ["a", "abcd"]),
            (
                "<int:x>", ["0", "007", "9223372036854775807"],
                ["-1", "+1", "1.0", "a", "9223372036854775808", "%D9%A3"]
            ),
            ("<int(signed=True):x>", ["-1", "1", "-9223372036854775808"], ["--1", "-", "-9223372036854775809"]),
            ("<int(min=2, max=4):x>", ["2", "4"], ["1", "5"]),
            ("<int(fixed_digits=3):x>", ["012"], ["12", "1234"]),
            (
                "<float:x>", ["1.5", "00.10"],
                ["1", "1.", ".5", "-1.5", "1e5", "1.5.1", "inf", String(repeating: "9", count: 310) + ".0"]
            ),
            ("<float(signed=True, min=-1.5, max=2):x>", ["-1.5", "2.0"], ["-1.6", "2.1"]),
            ("<uuid:x>", [uuid], [String(uuid.dropLast()), uuid + "a", uuid.replacing("B", with: "G")]),
            ("<any(open, \"a,b\"):x>", ["open", "a,b"], ["shut", "ope", "opens"]),
            ("<path:x>", ["a", "a/b", "a//b", "a/"], ["%2Fetc"]),
            ("v<int:x>.json", ["1"], []),
        ].map { (rule: "/x/" + $0.0, fitting: $0.1, unfitting: $0.2) }
        for (rule, fitting, unfitting) in expectations {
            let router = try Router(rule)
            for text in fitting {
                let path = rule.hasSuffix(".json") ? "/x/v\(text).json" : "/x/\(text)"

                let outcome = router.outcome(path)

                XCTAssertEqual(outcome, .found(rule, [text.removingPercentEncoding ?? ""]), path)
            }
            for text in unfitting { XCTAssertEqual(router.outcome("/x/" + text), .notFound, "\(rule) \(text)") }
        }
    }

    func testMatch_dividesASegment_asABacktrackingExpressionWould() throws {
        let expectations: [(rule: String, path: String, texts: [String])] = [
            ("/<a>-<b>", "/1-2-3", ["1-2", "3"]),
            ("/<a>-<int:b>.json", "/main-x-12.json", ["main-x", "12"]),
            ("/<int:a><int:b>", "/1234", ["123", "4"]),
            ("/<int:a><b>", "/12x", ["12", "x"]),
            ("/<string(length=2):a><b>", "/éèa", ["éè", "a"]),
            ("/<string(maxlength=2):a><b>", "/abcd", ["ab", "cd"]),
            ("/<any(a, ab):a><b>", "/abc", ["a", "bc"]),
            ("/<any(ab, a):a><b>", "/ab", ["a", "b"]),
            ("/<float:a><float:b>", "/1.23.4", ["1.2", "3.4"]),
            ("/<int(signed=True):a><int(signed=True):b>", "/-1-2", ["-1", "-2"]),
            ("/<uuid:a>-<b>", "/\(uuid)-x", [uuid, "x"]),
            ("/<path:a>/<path:b>", "/1/2/3", ["1", "2/3"]),
            ("/<path:a>/at/<b>", "/1/at/2/at/3", ["1/at/2", "3"]),
            ("/<path:a>/<b>/", "/1/2/3", ["1/2", "3"]),
        ]
        for (rule, path, texts) in expectations {
            let outcome = try Router(rule).outcome(path)

            XCTAssertEqual(outcome, .found(rule, texts), "\(rule) \(path)")
        }
    }

    func testMatch_takesTheMoreParticularRule_whereverItWasAdded() throws {
        let expectations: [(better: String, worse: String, path: String)] = [
            ("/a", "/<x>", "/a"),
            ("/<int:x>", "/<x>", "/1"),
            ("/<x>", "/<path:x>", "/a"),
            ("/a<x>", "/<x>", "/ab"),
            ("/abc<x>", "/a<x>", "/abcd"),
            ("/<x>-<y>", "/<x>b", "/a-b"),
            ("/<a>/b", "/<a>/<b>", "/a/b"),
            ("/<path:a>/c", "/<path:a>", "/b/c"),
            ("/a/<b>", "/<a>/b", "/a/b"),
            ("/a/<path:b>", "/<a>/b", "/a/b"),
        ]
        for (better, worse, path) in expectations {
            let routers = [try Router(better, worse), try Router(worse, better)]

            let winners = routers.map { $0.outcome(path).rule }

            XCTAssertEqual(winners, [better, better], path)
        }
    }

    func testMatch_goesBackToTheNextRule_whenTheEndOfABetterOneDoesNotFit() throws {
        let router = try Router("/a/b/c", "/a/<x>/d", "/<x>/b/e", "/<path:x>")

        let outcomes = ["/a/b/c", "/a/b/d", "/a/b/e", "/a/b/f"].map { router.outcome($0) }

        XCTAssertEqual(
            outcomes,
            [
                .found("/a/b/c", []), .found("/a/<x>/d", ["b"]), .found("/<x>/b/e", ["a"]),
                .found("/<path:x>", ["a/b/f"]),
            ]
        )
    }

    func testMatch_takesTheFirstAdded_whenTwoRulesWeighTheSame() throws {
        let router = try Router("/<uuid:a>", "/<string:b>")

        let outcome = router.outcome("/" + uuid)

        XCTAssertEqual(outcome, .found("/<uuid:a>", [uuid]))
    }

    func testMatch_isNotFound_whenANumberIsOutOfBounds() throws {
        let router = try Router("/<int(max=5):a>", "/<b>")

        let outcomes = ["/5", "/6", "/x"].map { router.outcome($0) }

        XCTAssertEqual(outcomes, [.found("/<int(max=5):a>", ["5"]), .notFound, .found("/<b>", ["x"])])
    }

    func testMatch_takesTheSlashAtTheEndAsOptional() throws {
        let router = try Router("/a", "/b/", "/c", "/c/", "/d/<x>", "/e/<path:x>/")

        let outcomes = ["/a/", "/b", "/c", "/c/", "/d/1/", "/e/1/2", "/e/1/2/"].map { router.outcome($0) }

        XCTAssertEqual(
            outcomes,
            [
                .found("/a", []), .found("/b/", []), .found("/c", []), .found("/c/", []), .found("/d/<x>", ["1"]),
                .found("/e/<path:x>/", ["1/2"]), .found("/e/<path:x>/", ["1/2"]),
            ]
        )
    }

    func testMatch_choosesByMethod_whenRulesShareAPath() throws {
        let router = try Router([("/a", [.get]), ("/<x>", [.post]), ("/a/", [.put])])

        let outcomes = [router.outcome("/a", .get), router.outcome("/a", .post), router.outcome("/a", .put)]

        XCTAssertEqual(outcomes, [.found("/a", []), .found("/<x>", ["a"]), .found("/a/", [])])
    }

    func testMatch_listsTheMethodsOfAllRulesThatFitThePath_whenNoneHasTheMethod() throws {
        let router = try Router([("/a/", [.post, .head]), ("/<x>", [.get, .post]), ("/b", [.delete])])

        let outcomes = [router.outcome("/a", .put), router.outcome("/a/", .put), router.outcome("//a", .put)]

        XCTAssertEqual(outcomes, Array(repeating: .methodNotAllowed([.get, .head, .post]), count: 3))
    }

    func testMatch_findsNothing_whenThereAreNoRules() {
        XCTAssertEqual(Router<String>().outcome("/"), .notFound)
    }
}

extension RouterOutcome {
    /// The rule that was found.
    fileprivate var rule: String? { if case .found(let rule, _) = self { rule } else { nil } }
}
