import TestSupport
import XCTest

@testable import TerminalPlugin

final class LineEditorTests: XCTestCase {
    /// `|` marks the cursor.
    func testFeed_editsText() {
        let left = "\u{1b}[D"
        let cases: [(keys: String, result: String)] = [
            ("hello", "hello|"),
            ("held\(left)l\(left)", "hel|ld"),
            ("abc\(left)\(left)\u{7f}", "|bc"),
            ("abc\u{1}\u{7f}", "|abc"),
            ("abc\u{1}\u{4}", "|bc"),
            ("abc\u{4}", "abc|"),
            ("abc\u{1b}[H\u{1b}[3~", "|bc"),
            ("abc\(left)\u{5}d", "abcd|"),
            ("ab\u{6}\u{6}c\u{2}", "ab|c"),
            ("one two\u{17}", "one |"),
            ("one two  \u{17}", "one |"),
            ("one\u{17}\u{17}", "|"),
            ("one two\(left)\(left)\u{b}", "one t|"),
            ("one two\(left)\(left)\u{15}", "|wo"),
            ("one two\u{1b}b\u{1b}b", "|one two"),
            ("one two\u{1}\u{1b}f", "one| two"),
            ("one two\u{1}\u{1b}f\u{1b}f\u{1b}f", "one two|"),
            ("one two three\u{1}\u{1b}f\u{1b}d", "one| three"),
            ("  \u{1b}b", "|  "),
            ("e\u{301}\u{7f}", "|"),
            ("👨\u{200d}👩\u{200d}👧\u{7f}x", "x|"),
            ("🇩🇪🇫🇷\u{7f}", "🇩🇪|"),
            ("日本\(left)\u{7f}", "|本"),
            ("a\tb", "a b|"),
            ("a\u{9b}b\u{85}", "ab|"),
            ("abc\u{3}", "|"),
        ]

        for (keys, result) in cases {
            var editor = LineEditor()

            _ = editor.feed(Array(keys.utf8))

            XCTAssertEqual(marked(editor), result, keys.debugDescription)
        }
    }

    func testFeed_returnsLinesAndEmptiesTheEditor_onEnter() {
        var editor = LineEditor()

        let events = editor.feed(Array("one\rtwo\nthree".utf8))

        XCTAssertEqual(events, [.line("one"), .line("two")])
        XCTAssertEqual(marked(editor), "three|")
    }

    func testFeed_leavesOnlyFromAnEmptyLine_onCtrlCAndCtrlD() {
        let cases: [(String, [LineEditor.Event])] = [
            ("\u{3}", [.leave]), ("\u{4}", [.leave]), ("a\u{3}", []), ("a\u{4}", []), ("a\u{3}\u{3}", [.leave]),
            ("\u{1a}", [.suspend]), ("\u{c}", [.clearScreen]),
        ]

        for (keys, expected) in cases {
            var editor = LineEditor()

            XCTAssertEqual(editor.feed(Array(keys.utf8)), expected, keys.debugDescription)
        }
    }

    func testFeed_walksThroughTheHistory() {
        let up = "\u{1b}[A"
        let down = "\u{1b}[B"
        let cases: [(keys: String, result: String)] = [
            (up, "two|"),
            (up + up, "one|"),
            (up + up + up, "one|"),
            (up + up + down, "two|"),
            ("new" + up + down, "new|"),
            ("new" + down, "new|"),
            (up + "!\r" + up, "two!|"),
            (up + up + "\r" + up + up, "two|"),
            (up + up + "\u{3}" + up, "two|"),
            ("\r" + up, "two|"),
        ]

        for (keys, result) in cases {
            var editor = LineEditor()
            _ = editor.feed(Array("one\rtwo\rtwo\r".utf8))

            _ = editor.feed(Array(keys.utf8))

            XCTAssertEqual(marked(editor), result, keys.debugDescription)
        }
    }

    func testFeed_ignoresWhatExceedsTheLimit() {
        var editor = LineEditor()

        _ = editor.feed([UInt8](repeating: UInt8(ascii: "x"), count: LineEditor.limit + 100))
        _ = editor.feed(Array(String(repeating: "\u{301}", count: 1000).utf8))

        XCTAssertEqual(editor.characters.count, LineEditor.limit)
        XCTAssertLessThan(editor.text.unicodeScalars.count, LineEditor.limit + 100)
    }

    func testFeed_takesLittleTime_forATextOfMarks() {
        let marks = (0..<100_000).map { $0 % 2 == 0 ? "\u{301}" : "\u{323}" }.joined()
        var editor = LineEditor()
        let before = ContinuousClock.now

        let events = editor.feed(Array((marks + "\r" + marks + "\r").utf8))

        XCTAssertEqual(events.count, 2)
        XCTAssertLessThan(before.duration(to: .now), .seconds(5))
    }

    func testFeed_staysWithinBounds_forRandomKeys() {
        var random = SeededGenerator(seed: 42)
        let pieces: [[UInt8]] = ["\u{1b}[A", "\u{1b}[B", "\u{1b}[D", "\u{1b}b", "\u{1b}f", "\u{1b}d", "日", "\u{301}"]
            .map { Array($0.utf8) }
        var editor = LineEditor()

        for _ in 0..<20_000 {
            let byte = UInt8.random(in: 0...255, using: &random)
            _ = editor.feed(Bool.random(using: &random) ? [byte] : pieces.randomElement(using: &random) ?? [])

            XCTAssertTrue((0...editor.characters.count).contains(editor.cursor))
        }
    }

    private func marked(_ editor: LineEditor) -> String {
        String(editor.characters[..<editor.cursor]) + "|" + String(editor.characters[editor.cursor...])
    }
}
