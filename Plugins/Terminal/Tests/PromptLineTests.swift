import TestSupport
import XCTest

@testable import TerminalPlugin

final class PromptLineTests: XCTestCase {
    func testPicture_showsPromptAndLine_whenTheyFit() {
        let line = PromptLine(prompt: "> ", characters: Array("a日b"), cursor: 2)

        let picture = line.picture(columns: 80)

        XCTAssertEqual(picture, PromptLine.Picture(text: "> a日b", cursorColumn: 5))
        XCTAssertEqual(picture.drawing, "> a日b\r\u{1b}[5C")
    }

    func testPicture_scrollsSideways_whenTheLineIsLong() {
        let characters = Array("0123456789abcdefghijklmnopqrstuvwxyz")
        let shown = [0, 15, 18, 30, 36].map { cursor in
            PromptLine(prompt: "> ", characters: characters, cursor: cursor).picture(columns: 23)
        }

        XCTAssertEqual(
            shown.map(\.text),
            [
                "> 0123456789abcdefghij", "> 0123456789abcdefghij", "> 3456789abcdefghijklm", "> fghijklmnopqrstuvwxy",
                "> ghijklmnopqrstuvwxyz",
            ]
        )
        XCTAssertEqual(shown.map(\.cursorColumn), [2, 17, 17, 17, 22])
    }

    func testPicture_dropsThePrompt_whenTheTerminalIsNarrow() {
        let picture = PromptLine(prompt: "hark> ", characters: Array("abc"), cursor: 3).picture(columns: 10)

        XCTAssertEqual(picture, PromptLine.Picture(text: "abc", cursorColumn: 3))
    }

    func testPicture_showsEscapes_forControlsOfDirection() {
        let picture = PromptLine(prompt: "", characters: ["\u{202e}", "x"], cursor: 1).picture(columns: 80)

        XCTAssertEqual(picture, PromptLine.Picture(text: "\\u{202e}x", cursorColumn: 8))
    }

    func testPicture_neverFillsTheRow_forRandomLines() {
        var random = SeededGenerator(seed: 3)
        let alphabet: [Character] = ["a", "日", "🙂", "e\u{301}", "\u{202e}", "\u{200b}"]

        for _ in 0..<3000 {
            let characters = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? "a"
            }
            let cursor = Int.random(in: 0...characters.count, using: &random)
            let columns = Int.random(in: 1...50, using: &random)

            let picture = PromptLine(prompt: "> ", characters: characters, cursor: cursor).picture(columns: columns)

            XCTAssertLessThanOrEqual(picture.text.columns, max(columns - 1, 1))
            XCTAssertTrue((0...max(columns - 1, 1)).contains(picture.cursorColumn))
        }
    }

    func testErasure_goesUp_whenTheTerminalHasBecomeNarrower() {
        let picture = PromptLine.Picture(text: "", cursorColumn: 50)

        XCTAssertEqual(picture.erasure(columns: 80), "\r\u{1b}[J")
        XCTAssertEqual(picture.erasure(columns: 20), "\r\u{1b}[2A\u{1b}[J")
    }
}
