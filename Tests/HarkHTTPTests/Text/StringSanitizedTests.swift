import HarkHTTP
import XCTest

final class StringSanitizedTests: XCTestCase {
    func testSanitized_isOneLine_whenTheTextHasSeveral() {
        let text = "\n one\r\n\ttwo \u{2028}three\u{85}"

        let line = text.sanitized(to: 100)

        XCTAssertEqual(line, "one two three")
    }

    func testSanitized_dropsWhatCannotBeSeen() {
        let text = "a\u{0}b\u{1b}[31mc\u{202e}d\u{feff}e\u{200b}f\u{7f}"

        let line = text.sanitized(to: 100)

        XCTAssertEqual(line, "ab[31mcdef")
    }

    func testSanitized_keepsJoinedEmojiAndForeignWords() {
        let text = "👩‍🚀 می‌خواهم नमस्ते ❤️"

        let line = text.sanitized(to: 100)

        XCTAssertEqual(line, text)
    }

    func testSanitized_isEmpty_whenNothingCanBeSeen() {
        let line = " \n\u{0}\u{200b} ".sanitized(to: 100)

        XCTAssertEqual(line, "")
    }

    func testSanitized_looksNoFurtherThanFourThousandScalars() {
        let text = String(repeating: "\u{0}", count: 4000) + "late"

        let line = text.sanitized(to: 100)

        XCTAssertEqual(line, "")
    }

    func testSanitized_keepsFourMarksOfALetter() {
        let text = "a" + String(repeating: "\u{301}", count: 1_000_000)

        let line = text.sanitized(to: 100)

        XCTAssertEqual(line.unicodeScalars.map(\.value), [0x61, 0x301, 0x301, 0x301, 0x301])
    }

    func testSanitized_dropsMarksThatStandOnNothing() {
        XCTAssertEqual("\u{301}\u{20dd} \u{301}a".sanitized(to: 100), "a")
    }

    func testSanitized_dropsWhatFontsLeaveOut() {
        let text = "a\u{115f}\u{3164}\u{2800}\u{ffa0}b\u{34f}\u{ad}\u{e0041}\u{1d173}c\u{200d}"

        let line = text.sanitized(to: 100)

        XCTAssertEqual(line.unicodeScalars.map(\.value), "a bc".unicodeScalars.map(\.value))
    }

    func testSanitized_keepsTheTagsOfAFlag_andNoOthers() {
        let wales = "\u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}"

        XCTAssertEqual(wales.sanitized(to: 100), wales)
        XCTAssertEqual("a\u{e0067}\u{e0062}".sanitized(to: 100), "a")
    }

    func testSanitized_isEmpty_whenThereAreJoinersAlone() {
        XCTAssertEqual("\u{200d}\u{200c}\u{fe0f}".sanitized(to: 100), "")
    }

    func testSanitized_leavesPrintableASCIIAsItIs() {
        XCTAssertEqual("[acme/rocket] ada: \"x\" <&>".sanitized(to: 100), "[acme/rocket] ada: \"x\" <&>")
    }

    func testClipped_keepsTheText_whenItJustFits() {
        XCTAssertEqual("abcdef".clipped(to: 6), "abcdef")
    }

    func testClipped_endsInAnEllipsisWithinTheLimit_whenTheTextIsTooLong() {
        XCTAssertEqual("abcdefg".clipped(to: 6), "abc…")
    }

    func testClipped_looksNoFurtherThanTheLimit_whenOneCharacterIsEndless() {
        let text = String(repeating: "\u{1f469}\u{200d}", count: 500_000)

        XCTAssertEqual(text.clipped(to: 100), "…")
    }

    func testClipped_neverCutsACharacter() {
        XCTAssertEqual("👩‍🚀👩‍🚀".clipped(to: 15), "👩‍🚀…")
    }
}
