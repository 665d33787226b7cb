import XCTest

@testable import TerminalPlugin

final class TerminalTextTests: XCTestCase {
    func testLines_showControlsAsEscapes() {
        let cases = [
            "\u{1b}[2J": "\\u{1b}[2J",
            "\u{0}\u{7}\u{8}\u{7f}": "\\u{0}\\u{7}\\u{8}\\u{7f}",
            "\u{9b}31m\u{85}": "\\u{9b}31m\\u{85}",
            "a\rb": "a\\u{d}b",
            "\u{202e}abc\u{202c}\u{2066}\u{2069}": "\\u{202e}abc\\u{202c}\\u{2066}\\u{2069}",
            "e\u{202e}": "e\\u{202e}",
            "\u{2028}\u{2029}": "\\u{2028}\\u{2029}",
            "a\tb": "a b",
            "h\u{e9}llo 👨‍👩‍👧 日本": "h\u{e9}llo 👨‍👩‍👧 日本",
        ]

        let lines = cases.keys.map { TerminalText($0, longest: 1000).lines }

        XCTAssertEqual(lines, cases.values.map { [$0] })
    }

    func testLines_areSplitAtNewlines() {
        let texts = ["", "a", "a\n", "a\nb", "a\r\nb\r\n", "\n\na", "a\n\n"]

        let lines = texts.map { TerminalText($0, longest: 1000).lines }

        XCTAssertEqual(lines, [[""], ["a"], ["a"], ["a", "b"], ["a", "b"], ["", "", "a"], ["a", ""]])
    }

    func testLines_holdNoControl_forAnyScalar() {
        let scalars = (UInt32(0)...0x3000).compactMap(Unicode.Scalar.init).map { Character($0) }

        let lines = TerminalText(String(scalars), longest: 100_000).lines

        XCTAssertFalse(lines.joined().unicodeScalars.contains { $0.properties.generalCategory == .control })
    }

    func testInline_escapesNewlines() {
        let text = TerminalText.inline("#a\nb\r\nc")

        XCTAssertEqual(text, "#a\\u{a}b\\u{d}\\u{a}c")
    }

    func testLines_areCutAtALetter_whenTheTextIsTooLong() {
        let cases: [(text: String, longest: Int, shown: String)] = [
            ("0123456789", 10, "0123456789"),
            ("0123456789a", 10, "0123456…"),
            ("日日日日", 10, "日日…"),
            ("012345e\u{301}\u{302}xx", 10, "012345…"),
            ("a\nb", 3, "a\nb"),
        ]

        for (text, longest, shown) in cases {
            XCTAssertEqual(TerminalText(text, longest: longest).lines.joined(separator: "\n"), shown)
        }
    }

    func testLines_holdFewMarksOnALetter_andTakeLittleTime_forATextOfMarks() {
        let marks = String(String.UnicodeScalarView((0..<1_000_000).map { $0 % 2 == 0 ? "\u{301}" : "\u{323}" }))
        let before = ContinuousClock.now

        let lines = TerminalText("a" + marks, longest: 8192).lines

        XCTAssertEqual(lines[0].unicodeScalars.count, 1 + 8 + 1)
        XCTAssertLessThan(before.duration(to: .now), .seconds(1))
    }

    func testLines_keepEmojiWhole() {
        let text = "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} 👩🏽‍❤️‍💋‍👨🏾 👨‍👩‍👧‍👦"

        XCTAssertEqual(Array(TerminalText(text, longest: 1000).lines[0].unicodeScalars), Array(text.unicodeScalars))
    }

    func testLines_areFew_whenThereAreManyNewlines() {
        let lines = TerminalText(String(repeating: "\n", count: 5000), longest: 8192).lines

        XCTAssertEqual(lines.count, TerminalText.mostLines + 1)
        XCTAssertEqual(lines.last, "…")
    }

    func testName_holdsNothingThatEndsALabelOrIsNotSeen() {
        let cases = [
            "#general": "#general", "#a] [#b": "#a\\u{5d}\\u{20}\\u{5b}#b",
            "#\u{200b}\u{3164}\u{2800}x":
                "#\\u{200b}\\u{3164}\\u{2800}x", "#\u{a0}\u{3000}\u{ad}": "#\\u{a0}\\u{3000}\\u{ad}",
            "\\u{5d}": "\\u{5c}u{5d}", "#समाचार-日本": "#समाचार-日本", "\u{301}x": "\\u{301}x",
            "#e\u{301}\u{302}\u{303}": "#e\u{301}\u{302}\\u{303}",
        ]

        for (name, shown) in cases { XCTAssertEqual(TerminalText.name(name), shown) }
    }

    func testName_isCut_whenItIsLong() {
        let name = TerminalText.name(String(repeating: "x", count: 100_000))

        XCTAssertEqual(name, String(repeating: "x", count: 64) + "…")
    }

    func testLimitingMarks_keepsAsManyAsComparingStaysLinearWith() {
        let text = "a" + String(repeating: "\u{301}", count: 50_000) + "é日"

        let limited = text.limitingMarks()

        XCTAssertEqual(Array(limited.utf8), Array(("a" + String(repeating: "\u{301}", count: 30) + "é日").utf8))
    }
}
