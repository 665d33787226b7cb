import XCTest

@testable import TerminalPlugin

final class ColumnsTests: XCTestCase {
    func testColumns_countWhatATerminalShows() {
        let cases: KeyValuePairs = [
            "": 0, "abc": 3, "é": 1, "e\u{301}": 1, "日本": 4, "ｱ": 1, "Ａ": 2, "한": 2, "🙂": 2, "👨‍👩‍👧": 2, "🇩🇪": 2,
            "❤️": 2, "\u{200b}": 0, "─": 1, "…": 1,
        ]

        let columns = cases.map(\.key.columns)

        XCTAssertEqual(columns, cases.map(\.value), "\(cases)")
    }
}
