import HarkHTTP
import XCTest

final class StringSanitizedTests: XCTestCase {
    func testSanitized_isOneLine_whenTheTextHasSeveral() {
        let text = "\n one\r\n\ttwo \u{2028}three\u{85}"

        let line = text.sanitized(to: 100)

        XCTAssertEqual(line, "one two three")
    }

    func testSanitized_dropsWhatCannotBeSeen() {
        let text = "a\u{0}b\u{1b}[31mc\u{202e}d\u{feff}e\u{200b}\u{ffff}f\u{7f}"

        let line = text.sanitized(to: 100)

        XCTAssertEqual(line, "abcdef")
    }

    func testSanitized_keepsJoinedEmojiAndForeignWords() {
        let text = "👩‍🚀 می‌خواهم नमस्ते ❤️"

        let line = text.sanitized(to: 100)

        XCTAssertEqual(line, text)
    }

    func testSanitized_isEmpty_whenNothingCanBeSeen() {
        let line = " \n\u{0}\u{200b}\u{fffe} ".sanitized(to: 100)

        XCTAssertEqual(line, "")
    }

    func testSanitized_looksNoFurtherThanSixteenThousandScalars() {
        let text = String(repeating: "\u{0}", count: 16_384) + "late"

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

    func testSanitized_isEmpty_whenNobodyCanSeeTheLetters() {
        let texts = [
            "\u{3164}\u{2800}\u{115f}\u{1160}\u{ffa0}\u{200d}\u{200c}\u{e0041}\u{fe0f}",
            "\u{2800}\u{2800}", "\u{e0020}\u{e0041}\u{e007f}", "\u{fe00}\u{e0100}", "\u{200b}\u{2060}\u{feff}",
            "\u{3164}\u{301}", "\u{fffc}", "\u{1d159}", "\u{ad}\u{34f}\u{61c}\u{17b4}\u{180e}",
            "\u{a0}\u{3000}\u{2028}",
            "\u{1d173}\u{2064}\u{206f}\u{fff9}",
        ]

        XCTAssertEqual(texts.map { $0.sanitized(to: 100) }, texts.map { _ in "" })
    }

    func testSanitized_saysWhatFollows_afterALongCharacter() {
        let long = [
            String(repeating: "\u{301}", count: 5000), String(repeating: "\u{200d}", count: 5000),
            String(repeating: "\u{e0041}", count: 5000), String(repeating: "\u{fe0f}\u{200d}", count: 2500),
        ]

        for marks in long { XCTAssertEqual("a\(marks) words".sanitized(to: 100).suffix(6), " words") }
    }

    func testSanitized_saysWhatFollows_whenEmojiAreJoinedWithoutEnd() {
        let text = "\u{1f469}" + String(repeating: "\u{200d}\u{1f469}", count: 20) + " words"

        let line = text.sanitized(to: 160)

        XCTAssertTrue(line.hasSuffix(" words"))
        XCTAssertLessThan(line.map(\.utf8.count).max() ?? 0, 100)
    }

    func testSanitized_keepsTheLettersOfAWord_whenEachHasMarks() {
        let letter = "a" + String(repeating: "\u{316}\u{301}", count: 15)

        let line = String(repeating: letter, count: 5).sanitized(to: 100)

        XCTAssertEqual(line.count, 5)
    }

    func testClipped_keepsTheBeginning_whenACharacterIsLongerThanAnyLanguageNeeds() {
        // Hangul's leading consonants form one character, however many there are.
        let text = String(repeating: "\u{1100}", count: 60)

        let line = text.sanitized(to: 100)

        XCTAssertEqual(line, String(repeating: "\u{1100}", count: 32) + "…")
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

        let clipped = text.clipped(to: 100)

        XCTAssertEqual(clipped.unicodeScalars.first, "\u{1f469}")
        XCTAssertEqual(clipped.unicodeScalars.last, "…")
        XCTAssertLessThanOrEqual(clipped.utf8.count, 100)
    }

    func testClipped_neverCutsACharacter() {
        XCTAssertEqual("👩‍🚀👩‍🚀".clipped(to: 15), "👩‍🚀…")
    }
}
