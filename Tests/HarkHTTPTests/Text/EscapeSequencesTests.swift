import TestSupport
import XCTest

@testable import HarkHTTP

final class EscapeSequencesTests: XCTestCase {
    func testColours_goAsAWhole() {
        let texts = [
            "\u{1b}[1;31m✗ 3 tests failed\u{1b}[0m in \u{1b}[36mkettle\u{1b}[39m": "✗ 3 tests failed in kettle",
            "\u{1b}[31mFAILED\u{1b}[0m\u{8}\u{7}\nstep 2": "FAILED step 2",
            "\u{9b}1;31mred\u{9b}m \u{9b}38;5;196mdark\u{9b}0m": "red dark",
            "\u{1b}[38:2::255:0:0mred\u{1b}[m": "red",
            "a\u{1b}[2J\u{1b}[?25l\u{1b}[10;20H\u{1b}[Kb\u{1b}[4 q": "ab",
            "\u{1b}[3\u{0}1mred": "red",
        ]

        for (text, shown) in texts { XCTAssertEqual(text.sanitized(to: 100), shown) }
    }

    func testStrings_goWithWhatTheySay() {
        let texts = [
            "\u{1b}]0;title\u{7}said": "said",
            "\u{1b}]0;title\u{1b}\\said": "said",
            "\u{9d}0;title\u{9c}said": "said",
            "\u{1b}]8;;https://example.org/a\u{1b}\\log\u{1b}]8;;\u{1b}\\ of it": "log of it",
            "\u{1b}P1$r0m\u{1b}\\said": "said",
            "\u{90}q#0~~\u{9c}said": "said",
            "\u{1b}_Gi=1;AAAA\u{1b}\\\u{1b}^private\u{1b}\\\u{1b}Xstart\u{1b}\\said": "said",
            "\u{1b}ktitle\u{1b}\\said": "said",
            "\u{1b}Ptmux;\u{1b}\u{1b}]52;c;AAAA\u{7}\u{1b}\\said": "said",
        ]

        for (text, shown) in texts { XCTAssertEqual(text.sanitized(to: 100), shown) }
    }

    func testOtherSequences_goAsAWhole() {
        let texts = [
            "\u{1b}(Bsaid\u{1b})0": "said",
            "\u{1b}%G\u{1b}#8\u{1b}=\u{1b}>\u{1b}7\u{1b}8\u{1b}csaid\u{1b}M": "said",
            "one\u{1b} Ftwo": "onetwo",
            "one\u{1b} two": "one two",
        ]

        for (text, shown) in texts { XCTAssertEqual(text.sanitized(to: 100), shown) }
    }

    func testSequence_endsWithItsLine_whenItIsCutOff() {
        let texts = [
            "red \u{1b}": "red", "red \u{1b}[": "red", "red \u{1b}[31": "red", "red \u{1b}[31;": "red",
            "red \u{1b}]0;tit": "red", "red \u{1b}]8;;https://example.org": "red", "red \u{1b}(": "red",
            "red \u{1b}Pq": "red", "red \u{1b}]0;title\u{1b}": "red", "red \u{9b}": "red", "red \u{9b}3": "red",
            "red \u{9d}0;tit": "red", "\u{1b}[31\nred": "red", "\u{1b}]0;title\nred\u{2028}wall": "red wall",
            "\u{1b}[31\u{1b}[1mred": "red", "\u{1b}\u{1b}[1mred": "red", "\u{1b}[3\u{18}red": "red",
        ]

        for (text, shown) in texts { XCTAssertEqual(text.sanitized(to: 100), shown, "\(Array(text.unicodeScalars))") }
    }

    func testText_isKept_whenItWasDecodedWrongly() {
        XCTAssertEqual(
            "Stra\u{c3}\u{9f}e, Gru\u{c3}\u{9f}, \u{e2}\u{80}\u{9d} more".sanitized(to: 100), "StraÃe, GruÃ, â more")
    }

    func testSequences_aloneAreNoText() {
        XCTAssertEqual("\u{1b}[0m\u{1b}]0;title\u{7} \u{9b}1m".sanitized(to: 100), "")
    }

    func testWithoutEscapeSequences_keepsLinesAndEverythingElse() {
        XCTAssertEqual("a\u{1b}[1mb\u{1b}[0m\n\tc\u{7}".withoutEscapeSequences, "ab\n\tc\u{7}")
        XCTAssertEqual("größe [31m".withoutEscapeSequences, "größe [31m")
    }

    func testSequences_takeLittleTime_whenNoneEnds() {
        for beginning in ["\u{9d}", "\u{1b}]0;", "\u{1b}[", "\u{9f}", "\u{9d}0;", "\u{1b}P", "\u{1b}"] {
            let text = String(repeating: beginning, count: 20_000)

            let timer = ProcessorTimer()
            XCTAssertEqual(text.withoutEscapeSequences, "")

            XCTAssertLessThan(timer.elapsed, .seconds(2), "\(Array(beginning.unicodeScalars))")
        }
    }
}
