import XCTest

@testable import HarkEvents

final class CommentExcerptTests: XCTestCase {
    func testExcerpt_leavesOutWhatIsHidden() {
        XCTAssertEqual(excerpt("<!-- bot: 7\nstate -->Fixed<!---->."), "Fixed.")
        XCTAssertEqual(excerpt("Look: <img width=\"3\" src=\"https://x/y\"> there"), "Look:  there")
        XCTAssertEqual(excerpt("<IMG src=x>Fixed"), "Fixed")
        XCTAssertEqual(excerpt("Fixed <!-- never closed"), "Fixed ")
    }

    func testExcerpt_leavesOutImagesInMarkdown() {
        XCTAssertEqual(excerpt("![image](https://x/y)\n\nStill broken"), "Still broken")
        XCTAssertEqual(excerpt("Look ![](/a_(b).png \"a title\") there!"), "Look  there!")
        XCTAssertEqual(excerpt("![a](b)![c](d)<img src=x>"), "")
    }

    func testExcerpt_leavesOutLinks_aroundNothingButAnImage() {
        XCTAssertEqual(excerpt("[![build](https://x/b.svg)](https://x/run) Still broken"), " Still broken")
        XCTAssertEqual(excerpt("[<img src=x>](y)[![](a)](b)"), "")
        let kept = ["[a ![](b)](c)": "[a ](c)", "[![](a)](b\nc)": "[](b\nc)", "[![](a)] (b)": "[] (b)"]
        for (text, shown) in kept { XCTAssertEqual(excerpt(text), shown) }
    }

    func testExcerpt_keepsWhatIsNoImage() {
        let texts = [
            "Oh! [a](b)", "![a] (b)", "![a", "![a](b", "![a](b\nc)", "![a](b(c)", "a != b", "![a][b]", "!", "![a]",
        ]

        XCTAssertEqual(texts.map { excerpt($0) }, texts)
    }

    func testExcerpt_beginsAfterWhatIsQuoted() {
        XCTAssertEqual(excerpt("> Why?\n>> Who?\n\nBecause.\n> So?"), "Because.\n> So?")
        XCTAssertEqual(excerpt("  > Why?\r\nBecause."), "Because.")
    }

    func testExcerpt_isTheQuote_whenItSaysNothingElse() {
        XCTAssertEqual(excerpt("> Why?"), "> Why?")
    }

    func testExcerpt_keepsOtherMarkup() {
        XCTAssertEqual(excerpt("a < b, <b>c</b>, <imagine>"), "a < b, <b>c</b>, <imagine>")
    }

    func testExcerpt_takesLittleTime_whenOneCharacterIsEndless() {
        let text = "<" + String(repeating: "\u{301}\u{316}", count: 100_000)

        let elapsed = ContinuousClock().measure { XCTAssertNotNil(excerpt(text)) }

        XCTAssertLessThan(elapsed, .seconds(1))
    }

    func testExcerpt_takesLittleTime_whenImagesBeginWithoutEnd() {
        for beginning in ["![", "![a](", "![a](b(", "![](", "[![]()]("] {
            let text = String(repeating: beginning, count: 100_000)

            let elapsed = ContinuousClock().measure { XCTAssertNotNil(excerpt(text)) }

            XCTAssertLessThan(elapsed, .seconds(1), beginning)
        }
    }

    func testExcerpt_isNil_whereThereIsNoText() {
        XCTAssertNil(PayloadView(nil).commentExcerpt)
        XCTAssertNil(excerpt(""))
    }

    private func excerpt(_ text: String) -> String? { PayloadView(.string(text)).commentExcerpt?.verbatim }
}
