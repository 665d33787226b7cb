import TestSupport
import XCTest

@testable import TerminalPlugin

final class RowsTests: XCTestCase {
    func testRows_areIndentedByTheLead_andKeepWordsWhole() {
        let rows = Rows(lead: "[#a] ", lines: ["one two three four", "five"], columns: 16).rows

        XCTAssertEqual(rows, ["[#a] one two", "     three four", "     five"])
    }

    func testRows_cutAWordThatFitsNowhere() {
        let rows = Rows(lead: "[#a] ", lines: ["see http://a.example/abc ok"], columns: 16).rows

        XCTAssertEqual(rows, ["[#a] see", "     http://a.e", "     xample/abc", "     ok"])
    }

    func testRows_areIndentedByFour_whenTheLeadIsWideOrThereIsNone() {
        let cases: [(lead: String, rows: [String])] = [
            ("", ["one two three", "    four", "    five"]),
            ("[#general] ", ["[#general] ", "    one two", "    three four", "    five"]),
            (
                "[#" + String(repeating: "x", count: 20) + "] ",
                [
                    "[#xxxxxxxxxxxxx", "    xxxxxxx]", "    one two", "    three four", "    five",
                ]
            ),
        ]

        for (lead, expected) in cases {
            let rows = Rows(lead: lead, lines: ["one two three four", "five"], columns: 16).rows

            XCTAssertEqual(rows.map { $0.trimmingEnd() }, expected.map { $0.trimmingEnd() })
        }
    }

    func testRows_keepTheSpacesWithinARow() {
        let rows = Rows(lead: "> ", lines: ["  a  b", "", "   "], columns: 80).rows

        XCTAssertEqual(rows, [">   a  b", "", "     "])
    }

    func testRows_hangUnderALineThatIsIndentedByItself() {
        let rows = Rows(lead: "> ", lines: ["a", "  !one two three"], columns: 16).rows

        XCTAssertEqual(rows, ["> a", "    !one two", "      three"])
    }

    func testRows_takeTheWidestThatATerminalMayShow() {
        let wide = ["𗀀", "👨‍👩‍👧", "☰", "\u{e000}", "\u{115f}\u{1100}", "a\u{1acf}"]

        for text in wide {
            let line = String(repeating: text, count: 40)
            let rows = Rows(lead: "> ", lines: [line], columns: 20).rows

            XCTAssertGreaterThanOrEqual(rows.count, 5, text)
            XCTAssertEqual(rows.map { $0.dropFirst(2) }.joined(), line)
        }
    }

    func testRows_neverBeginAtTheLeftEdgeNorFillTheRow_forRandomLines() {
        var random = SeededGenerator(seed: 11)
        let alphabet: [Character] = ["a", "b", " ", " ", "[", "日", "🙂", "e\u{301}", "\u{200b}", "👨‍👩‍👧", "\u{1100}"]
        let leads = ["", "> ", "[#general] ", "[#日本] "]

        for _ in 0..<3000 {
            let lines = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                String(
                    (0..<Int.random(in: 0...80, using: &random)).map { _ in
                        alphabet.randomElement(using: &random) ?? "a"
                    })
            }
            let columns = Int.random(in: 10...60, using: &random)

            let rows = Rows(lead: leads.randomElement(using: &random) ?? "", lines: lines, columns: columns).rows

            for row in rows.dropFirst() { XCTAssertTrue(row.isEmpty || row.hasPrefix("  "), row) }
            for row in rows { XCTAssertLessThan(row.mostColumns, columns, row) }
        }
    }
}

extension String {
    fileprivate func trimmingEnd() -> String { String(reversed().drop { $0 == " " }.reversed()) }
}
