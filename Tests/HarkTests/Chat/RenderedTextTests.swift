import Hark
import XCTest

final class RenderedTextTests: XCTestCase {
    private func rendered(_ text: ChatText, _ limit: TextLimit) -> String {
        text.rendered(within: limit) { span in
            switch span {
            case .plain(let text): text.replacing("&", with: "&amp;")
            case .strong(let text): "*\(text)*"
            case .link(let text, let url): "<\(url)|\(text)>"
            default: "?"
            }
        }
    }

    func testText_isAsItIs_whenItFits() {
        XCTAssertEqual(rendered("a & \(strong: "b")", .bytes(13)), "a &amp; *b*")
    }

    func testText_isCutToTheLimit_withWhatMarkupAdds() {
        let escaped = rendered(ChatText(String(repeating: "&", count: 9_000)), .scalars(2_000))

        XCTAssertEqual(escaped, String(repeating: "&amp;", count: 399) + "…")
    }

    func testText_isCutInTheUnitOfTheNetwork() {
        let faces = ChatText(String(repeating: "😀", count: 100))

        let counts = [TextLimit.bytes(43), .scalars(10), .utf16(21)].map { rendered(faces, $0).unicodeScalars.count }

        XCTAssertEqual(counts, [11, 10, 11])
    }

    func testText_hasNothingThatDrivesATerminal_orTurnsItsDirection() {
        let raw = "a\u{0}b\u{1b}[31m\r\n\tc\u{7f}\u{9b}\u{202e}d\u{2066}e\u{200f}\u{00a0}f"

        XCTAssertEqual(rendered(ChatText(raw), .bytes(100)), "ab\n\tcde\u{00a0}f")
    }

    func testURLAndName_haveNoControlsEither() {
        let person = Person(id: "1", displayName: "Ada\u{202e}\u{61c}")
        let text: ChatText = "\(ChatText(link: "page", to: "https://a.example/\u{7}\u{200f}x")) \(person)"

        let clean: ChatText =
            "\(ChatText(link: "page", to: "https://a.example/x")) \(Person(id: "1", displayName: "Ada"))"

        XCTAssertEqual(text.withoutControls, clean)
    }

    func testJoiners_stay_forEmojiAndWriting() {
        let joined = "👩\u{200d}🚀 می\u{200c}خواهم שלום (3) ⚠️"

        XCTAssertEqual(ChatText(joined).withoutControls.plain, joined)
    }

    func testDirectionMarks_areLeftOut_withinRightToLeftText() {
        XCTAssertEqual(ChatText("שלום\u{200f} (3)\u{200e}\u{61c}!").withoutControls.plain, "שלום (3)!")
    }

    func testSeparators_areLineBreaks_soThatNothingBehindThemBeginsALineUnseen() {
        XCTAssertEqual(ChatText("a\u{2028}> b\u{2029}c\u{85}d\u{ffff}").withoutControls.plain, "a\n> b\nc\nd")
    }

    func testLineBreaks_areLineFeeds() {
        XCTAssertEqual(ChatText("50 %\r100 %\r\nb\u{b}c\u{c}d").withoutControls.plain, "50 %\n100 %\nb\nc\nd")
    }

    func testLink_isLeftOutRatherThanCut() {
        let text: ChatText = "see \(ChatText(link: "page", to: "https://example.org/a-rather-long-path"))"

        XCTAssertEqual(rendered(text, .bytes(20)), "see …")
    }

    func testText_isASpace_whenNothingFits() {
        XCTAssertEqual(rendered("hello", .bytes(1)), " ")
    }
}
