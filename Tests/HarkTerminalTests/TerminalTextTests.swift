import XCTest

@testable import HarkTerminal

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

        let lines = cases.keys.map { TerminalText($0).lines }

        XCTAssertEqual(lines, cases.values.map { [$0] })
    }

    func testLines_areSplitAtNewlines() {
        let texts = ["", "a", "a\n", "a\nb", "a\r\nb\r\n", "\n\na", "a\n\n"]

        let lines = texts.map { TerminalText($0).lines }

        XCTAssertEqual(lines, [[""], ["a"], ["a"], ["a", "b"], ["a", "b"], ["", "", "a"], ["a", ""]])
    }

    func testLines_holdNoControl_forAnyScalar() {
        let scalars = (UInt32(0)...0x3000).compactMap(Unicode.Scalar.init).map { Character($0) }

        let lines = TerminalText(String(scalars)).lines

        XCTAssertFalse(lines.joined().unicodeScalars.contains { $0.properties.generalCategory == .control })
    }

    func testInline_escapesNewlines() {
        let text = TerminalText.inline("#a\nb\r\nc")

        XCTAssertEqual(text, "#a\\u{a}b\\u{d}\\u{a}c")
    }
}
