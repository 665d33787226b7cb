import HTTPTypes
import HarkHTTP
import XCTest

final class RouterPathTests: XCTestCase {
    func testMatch_comparesDecodedText_withLiteralsAsWritten() throws {
        let router = try Router("/a b/лошадь", "/100%", "/:x/<y>@")

        let outcomes = ["/a%20b/%D0%BB%D0%BE%D1%88%D0%B0%D0%B4%D1%8C", "/a b/лошадь", "/100%25", "/%3ax/%41%40"]
            .map { router.outcome($0) }

        XCTAssertEqual(
            outcomes,
            [.found("/a b/лошадь", []), .found("/a b/лошадь", []), .found("/100%", []), .found("/:x/<y>@", ["A"])]
        )
    }

    func testMatch_tellsNormalizationFormsApart() throws {
        let router = try Router("/caf\u{e9}")

        let outcomes = ["/caf%C3%A9", "/cafe%CC%81"].map { router.outcome($0) }

        XCTAssertEqual(outcomes, [.found("/caf\u{e9}", []), .notFound])
    }

    func testMatch_keepsAnEscapedSlashInItsSegment() throws {
        let router = try Router("/a/<x>", "/a/<x>/c", "/files/<path:x>", "/<any(\"b/c\"):x>")

        let outcomes = ["/a/b%2Fc", "/a/b%2fc/c", "/a%2Fb", "/files/x%2Fy/z", "/b%2Fc"].map { router.outcome($0) }

        XCTAssertEqual(
            outcomes,
            [
                .found("/a/<x>", ["b/c"]), .found("/a/<x>/c", ["b/c"]), .notFound, .found("/files/<path:x>", ["x/y/z"]),
                .found("/<any(\"b/c\"):x>", ["b/c"]),
            ]
        )
    }

    func testMatch_redirectsToTheMergedPath_whenThatFits() throws {
        let router = try Router("/no/tail", "/yes/tail/", "/with/<path:x>", "/to/<x>/at")

        let outcomes = ["/no//tail", "//yes///tail////", "/with/x//y", "/no//where", "/to//%22%2f%25é%0d%41:@/at"]
            .map { router.outcome($0) }

        XCTAssertEqual(
            outcomes,
            [
                .redirect("/no/tail"), .redirect("/yes/tail/"), .found("/with/<path:x>", ["x//y"]), .notFound,
                .redirect("/to/%22%2F%25%C3%A9%0DA:@/at"),
            ]
        )
    }

    func testMatch_takesSlashesAtTheBeginningAsOne() throws {
        let router = try Router("/", "/a")

        let outcomes = ["/", "///", "//a"].map { router.outcome($0) }

        XCTAssertEqual(outcomes, [.found("/", []), .found("/", []), .found("/a", [])])
    }

    func testMatch_mergesSlashesInRules() throws {
        let router = try Router("/a///b//")

        XCTAssertEqual(router.outcome("/a/b/"), .found("/a///b//", []))
    }

    func testMatch_isNotFound_whenThePathDoesNotBeginWithASlash() throws {
        let router = try Router("/", "/a", "/<path:x>")

        let outcomes = ["", "*", "a", "http://example.com/a"].map { router.outcome($0) }

        XCTAssertEqual(outcomes, Array(repeating: .notFound, count: 4))
    }

    func testMatch_isMalformed_whenAnEscapeIsInvalid() throws {
        let router = try Router("/<path:x>")

        for path in [
            "/%", "/%4", "/%4g", "/%%41", "/a%0", "/%+1", "/%00", "/a%C3", "/%FF", "/%C0%AF", "/%ED%A0%80", "/\u{0}",
        ] {
            XCTAssertEqual(router.outcome(path), .malformed, path)
        }
    }
}
