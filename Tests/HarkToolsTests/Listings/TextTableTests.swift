import XCTest

@testable import HarkTools

final class TextTableTests: XCTestCase {
    private let head = ["NAME", "TYPE", "WHAT IT IS"]
    private let rows = [
        ["HARK_ROOMS", "list", "The rooms that announcements go to, separated by commas."],
        ["HARK_X", "", "Short."],
    ]

    func testText_isAsWideAsItsCells_withoutAWidth() {
        let text = TextTable(head, rows).text

        XCTAssertEqual(
            text,
            """
            NAME        TYPE  WHAT IT IS
            HARK_ROOMS  list  The rooms that announcements go to, separated by commas.
            HARK_X            Short.
            """)
    }

    func testText_wrapsTheLastColumnAtWordsUnderItself() {
        let text = TextTable(head, rows, width: 44).text

        XCTAssertEqual(
            text,
            """
            NAME        TYPE  WHAT IT IS
            HARK_ROOMS  list  The rooms that
                              announcements go to,
                              separated by commas.
            HARK_X            Short.
            """)
    }

    func testText_isParagraphs_whenTheTerminalIsNarrow() {
        let text = TextTable(head, rows, width: 30).text

        XCTAssertEqual(
            text,
            """
            HARK_ROOMS
                list
                The rooms that
                announcements go to,
                separated by commas.
            HARK_X
                Short.
            """)
    }

    func testText_isTheSame_whenTheWidthSuffices() {
        XCTAssertEqual(TextTable(head, rows, width: 74).text, TextTable(head, rows).text)
    }

    func testText_keepsAWordThatIsTooLong() {
        let text = TextTable(["A", "B"], [["x", "one twoandthreeandfourandfive six"]], width: 10).text

        XCTAssertEqual(text, "x\n    one\n    twoandthreeandfourandfive\n    six")
    }
}
