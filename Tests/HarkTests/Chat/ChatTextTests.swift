import Hark
import XCTest

final class ChatTextTests: XCTestCase {
    func testText_keepsItsStructure() {
        let ada = Person(id: "U1", on: "slack", displayName: "Ada")
        let url = ChatText.link("https://example.org/8")

        let text: ChatText =
            "[\(strong: UntrustedText("acme/rocket"))] \(ada) merged \(code: UntrustedText("main")): \(url)"

        XCTAssertEqual(
            text.spans,
            [
                .plain("["), .strong("acme/rocket"), .plain("] "), .person(ada), .plain(" merged "), .code("main"),
                .plain(": "), .link("https://example.org/8", url: "https://example.org/8"),
            ])
        XCTAssertEqual(text.plain, "[acme/rocket] Ada merged main: https://example.org/8")
    }

    func testText_emphasizesWhatAStrangerWrote() {
        let text: ChatText = "for \(emphasis: UntrustedText("a\nreason")) \(emphasis: UntrustedText(""))"

        XCTAssertEqual(text.spans, [.plain("for "), .emphasis("a reason"), .plain(" "), .emphasis("?")])
    }

    func testText_joinsPlainSpans() {
        let part: ChatText = "b \(3)"

        let text: ChatText = "a \(part), \("c") \(2, "commit")"

        XCTAssertEqual(text.spans, [.plain("a b 3, c 2 commits")])
    }

    func testInterpolation_makesAStrangersTextFitForOneLine() {
        let text: ChatText = "\("a\nb\u{1b}[2J\u{202e}c") \(strong: UntrustedText("d\r\ne"))\(3.5)"

        XCTAssertFalse(text.plain.unicodeScalars.contains { $0.properties.generalCategory == .control })
        XCTAssertFalse(text.plain.contains("\u{202e}"))
        XCTAssertTrue(text.plain.hasSuffix("d e3.5"), text.plain)
    }

    func testInterpolation_leavesOutWhatIsNotThere() {
        let nothing: UntrustedText? = nil

        let text: ChatText = "a\(strong: nothing, after: "[", before: "]")\(nothing, after: ": ")"

        XCTAssertEqual(text.spans, [.plain("a")])
    }

    func testPlain_showsTheURLOfALinkWithATextOfItsOwn() {
        var text: ChatText = "see "
        text += ChatText(link: "the docs", to: "https://example.org")

        XCTAssertEqual(text.plain, "see the docs (https://example.org)")
    }

    func testClipped_cutsWithinASpan_andLeavesOutALinkThatDoesNotFit() {
        let bold: ChatText = "ab\(strong: UntrustedText("cdefgh"))"
        let link: ChatText = "ab \(ChatText.link("https://example.org"))"

        XCTAssertEqual(bold.clipped(to: 8).spans, [.plain("ab"), .strong("cdefgh")])
        XCTAssertEqual(bold.clipped(to: 7).spans, [.plain("ab"), .strong("cd…")])
        XCTAssertEqual(link.clipped(to: 22).spans, link.spans)
        XCTAssertEqual(link.clipped(to: 21).spans, [.plain("ab …")])
        XCTAssertEqual(link.clipped(to: 4).spans, [.plain("ab ")])
    }

    func testClipped_neverExceedsTheLimit_whateverTheText() {
        let marks = String(repeating: "e\u{301}", count: 400)
        let texts: [ChatText] = [
            "\(marks)\(strong: UntrustedText(marks))\(ChatText.link("https://example.org"))",
            ChatText(String(repeating: "👩‍👩‍👧‍👦", count: 50)), ChatText(String(repeating: "\n", count: 500)), "",
        ]
        for text in texts {
            for limit in [0, 1, 2, 3, 4, 10, 159, 160, 161, 500, 5000] {
                XCTAssertLessThanOrEqual(text.clipped(to: limit).plain.utf8.count, limit)
            }
        }
    }

    func testMissingFields_areCounted_whenTextsAreJoined() {
        let texts: [ChatText] = ["a", "", "b"]

        let text = ChatText(texts, separator: " · ")

        XCTAssertEqual(text.spans, [.plain("a · b")])
        XCTAssertEqual(text.missingFieldCount, 0)
    }

    func testLinkTarget_cannotEndItsLink() {
        let url = "https://example.org/a_(b) <c>\\d*`|@\u{7}\u{2028}é"

        let targets = [ChatText.linkTarget(url), ChatText.linkTarget(url, escaping: "@`*|")]

        XCTAssertEqual(
            targets,
            [
                "https://example.org/a_%28b%29%20%3Cc%3E%5Cd*`|@%20%20é",
                "https://example.org/a_%28b%29%20%3Cc%3E%5Cd%2A%60%7C%40%20%20é",
            ])
    }
}
