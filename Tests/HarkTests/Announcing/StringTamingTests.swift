import Hark
import XCTest

final class StringTamingTests: XCTestCase {
    func testTamed_isOneLine_whenTheTextHasSeveral() {
        let text = "\n one\r\n\ttwo \u{2028}three\u{85}"

        let tame = text.tamed(to: 100)

        XCTAssertEqual(tame, "one two three")
    }

    func testTamed_dropsWhatCannotBeSeen() {
        let text = "a\u{0}b\u{1b}[31mc\u{202e}d\u{feff}e\u{200b}f\u{7f}"

        let tame = text.tamed(to: 100)

        XCTAssertEqual(tame, "ab[31mcdef")
    }

    func testTamed_keepsJoinedEmojiAndForeignWords() {
        let text = "👩‍🚀 می‌خواهم नमस्ते ❤️"

        let tame = text.tamed(to: 100)

        XCTAssertEqual(tame, text)
    }

    func testTamed_isEmpty_whenNothingCanBeSeen() {
        let tame = " \n\u{0}\u{200b} ".tamed(to: 100)

        XCTAssertEqual(tame, "")
    }

    func testTamed_looksNoFurtherThanFourThousandScalars() {
        let text = String(repeating: "\u{0}", count: 4000) + "late"

        let tame = text.tamed(to: 100)

        XCTAssertEqual(tame, "")
    }

    func testTamed_takesLittleTime_whenOneCharacterIsEndless() {
        let text = "a" + String(repeating: "\u{301}", count: 1_000_000)

        let tame = text.tamed(to: 100)

        XCTAssertEqual(tame, "…")
    }

    func testClipped_keepsTheText_whenItJustFits() {
        XCTAssertEqual("abcdef".clipped(to: 6), "abcdef")
    }

    func testClipped_endsInAnEllipsisWithinTheLimit_whenTheTextIsTooLong() {
        XCTAssertEqual("abcdefg".clipped(to: 6), "abc…")
    }

    func testClipped_neverCutsACharacter() {
        XCTAssertEqual("👩‍🚀👩‍🚀".clipped(to: 15), "👩‍🚀…")
    }
}
