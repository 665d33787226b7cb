import XCTest

@testable import Hark

final class RemarkTests: XCTestCase {
    func testRemark_leavesOutWhatIsHidden() {
        XCTAssertEqual(remark("<!-- bot: 7\nstate -->Fixed<!---->."), "Fixed.")
        XCTAssertEqual(remark("Look: <img width=\"3\" src=\"https://x/y\"> there"), "Look:  there")
        XCTAssertEqual(remark("<IMG src=x>Fixed"), "Fixed")
        XCTAssertEqual(remark("Fixed <!-- never closed"), "Fixed ")
    }

    func testRemark_leavesOutImagesInMarkdown() {
        XCTAssertEqual(remark("![image](https://x/y)\n\nStill broken"), "Still broken")
        XCTAssertEqual(remark("Look ![](/a_(b).png \"a title\") there!"), "Look  there!")
        XCTAssertEqual(remark("![a](b)![c](d)<img src=x>"), "")
    }

    func testRemark_leavesOutLinks_aroundNothingButAnImage() {
        XCTAssertEqual(remark("[![build](https://x/b.svg)](https://x/run) Still broken"), " Still broken")
        XCTAssertEqual(remark("[<img src=x>](y)[![](a)](b)"), "")
        let kept = ["[a ![](b)](c)": "[a ](c)", "[![](a)](b\nc)": "[](b\nc)", "[![](a)] (b)": "[] (b)"]
        for (text, shown) in kept { XCTAssertEqual(remark(text), shown) }
    }

    func testRemark_keepsWhatIsNoImage() {
        let texts = [
            "Oh! [a](b)", "![a] (b)", "![a", "![a](b", "![a](b\nc)", "![a](b(c)", "a != b", "![a][b]", "!", "![a]",
        ]

        XCTAssertEqual(texts.map { remark($0) }, texts)
    }

    func testRemark_beginsAfterWhatIsQuoted() {
        XCTAssertEqual(remark("> Why?\n>> Who?\n\nBecause.\n> So?"), "Because.\n> So?")
        XCTAssertEqual(remark("  > Why?\r\nBecause."), "Because.")
    }

    func testRemark_isTheQuote_whenItSaysNothingElse() {
        XCTAssertEqual(remark("> Why?"), "> Why?")
    }

    func testRemark_keepsOtherMarkup() {
        XCTAssertEqual(remark("a < b, <b>c</b>, <imagine>"), "a < b, <b>c</b>, <imagine>")
    }

    func testRemark_takesLittleTime_whenOneCharacterIsEndless() {
        let text = "<" + String(repeating: "\u{301}\u{316}", count: 100_000)

        let elapsed = ContinuousClock().measure { XCTAssertNotNil(remark(text)) }

        XCTAssertLessThan(elapsed, .seconds(1))
    }

    func testRemark_takesLittleTime_whenImagesBeginWithoutEnd() {
        for beginning in ["![", "![a](", "![a](b(", "![](", "[![]()]("] {
            let text = String(repeating: beginning, count: 100_000)

            let elapsed = ContinuousClock().measure { XCTAssertNotNil(remark(text)) }

            XCTAssertLessThan(elapsed, .seconds(1), beginning)
        }
    }

    func testRemark_isNil_whereThereIsNoText() {
        XCTAssertNil(Facts(nil).remark)
        XCTAssertNil(remark(""))
    }

    private func remark(_ text: String) -> String? { Facts(.string(text)).remark?.verbatim }
}
