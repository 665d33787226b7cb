import Hark
import XCTest

final class SuggestionTests: XCTestCase {
    func testNearest_isTheWordWithFewestChanges() {
        let words = ["help", "status", "webstatus", "webhook test"]

        let found = ["hlep", "statsu", "webstats", "webhok test"].map { Suggestion(for: $0, among: words).nearest }

        XCTAssertEqual(found, ["help", "status", "webstatus", "webhook test"])
    }

    func testNearest_isNil_whenEverythingIsFar() {
        let words = ["help", "status"]

        let found = ["deploy", "x", "", String(repeating: "a", count: 10_000)].map {
            Suggestion(for: $0, among: words).nearest
        }

        XCTAssertEqual(found, [nil, nil, nil, nil])
    }

    func testQuestion_isEmpty_whenThereIsNoSuggestion() {
        let questions = ["hlep", "deploy"].map { Suggestion(for: $0, among: ["help"]).question }

        XCTAssertEqual(questions, [" Did you mean help?", ""])
    }

    func testNearest_ignoresCase() {
        let nearest = Suggestion(for: "hark_http_prot", among: ["HARK_HTTP_PORT"]).nearest

        XCTAssertEqual(nearest, "HARK_HTTP_PORT")
    }
}
