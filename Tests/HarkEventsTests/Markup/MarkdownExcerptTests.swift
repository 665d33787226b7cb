import TestSupport
import XCTest

@testable import HarkEvents

final class MarkdownExcerptTests: XCTestCase {
    func testExcerpt_leavesOutWhatIsHidden() {
        XCTAssertEqual(excerpt("<!-- bot: 7\nstate -->Fixed<!---->."), "Fixed.")
        XCTAssertEqual(excerpt("Look: <img width=\"3\" src=\"https://x/y\"> there"), "Look: there")
        XCTAssertEqual(excerpt("<IMG src=x>Fixed"), "Fixed")
        XCTAssertEqual(excerpt("Fixed <!-- never closed"), "Fixed")
        XCTAssertEqual(excerpt("<!-- ```\n-->Fixed"), "Fixed")
    }

    func testExcerpt_leavesOutImagesInMarkdown() {
        XCTAssertEqual(excerpt("![image](https://x/y)\n\nStill broken"), "Still broken")
        XCTAssertEqual(excerpt("Look ![](/a_(b).png \"a title\") there!"), "Look there!")
        XCTAssertEqual(excerpt("![a](b)![c](d)<img src=x>"), "")
    }

    func testExcerpt_leavesOutLinks_aroundNothingButAnImage() {
        XCTAssertEqual(excerpt("[![build](https://x/b.svg)](https://x/run) Still broken"), "Still broken")
        XCTAssertEqual(excerpt("[<img src=x>](y)[![](a)](b)"), "")
        XCTAssertEqual(excerpt("[a ![](b)](c)"), "a")
    }

    func testExcerpt_keepsWhatIsNoImage() {
        let texts = ["![a] (b)", "![a", "![a](b", "![a](b c)", "![a](b(c)", "a != b", "![a][b]", "!", "![a]"]

        XCTAssertEqual(texts.map { excerpt($0) }, texts)
    }

    func testExcerpt_beginsAfterWhatIsQuoted() {
        XCTAssertEqual(excerpt("> Why?\n>> Who?\n\nBecause.\n> So?"), "Because. > So?")
        XCTAssertEqual(excerpt("  > Why?\r\nBecause."), "Because.")
        XCTAssertEqual(excerpt("> [!WARNING]\n> It is **hot**.\n\nSee?"), "Warning: It is hot. See?")
    }

    func testExcerpt_beginsAfterAQuoteOfSeveralLines() {
        XCTAssertEqual(excerpt(">>>\nWhy?\n\n- Who?\n>>>\n\nBecause.", in: .gitLab), "Because.")
        XCTAssertEqual(excerpt(">>>\nWhy?\n>>>", in: .gitLab), "> Why?")
        XCTAssertEqual(excerpt("Yes.\n>>>\nWhy?\n>>>\nNo.", in: .gitLab), "Yes. > Why? No.")
        XCTAssertEqual(excerpt("```\n>>>\na\n>>>\n```", in: .gitLab), ">>> a >>>")
    }

    func testExcerpt_isWhatFollowsHiddenParts_howeverLongTheyAre() {
        let word = String(repeating: "x", count: 50)
        let lines = String(repeating: "\(word)\n", count: 400)
        let definitions = (0..<200).map { "[\($0)]: https://example.org/\(word)\n" }.joined()
        let hidden: [String: String] = [
            "a definition": "[vc]: #\(lines.filter { !$0.isNewline }.prefix(4500))\n",
            "definitions": definitions,
            "badges": String(repeating: "[![b](https://example.org/\(word))](https://x/\(word)) ", count: 400),
            "images": String(repeating: "![b](https://example.org/\(word) '\(word)')\n", count: 400),
        ]

        for (kind, part) in hidden {
            XCTAssertEqual(excerpt("\(part)\nFixed.")?.hasSuffix("Fixed."), true, kind)
        }
        XCTAssertEqual(excerpt(">>>\n\(lines)>>>\nFixed.", in: .gitLab), "Fixed.")
        XCTAssertEqual(excerpt("+++ Log\n\(lines)+++\nFixed.", in: .linear), "Log Fixed.")
    }

    func testExcerpt_isTheQuote_whenItSaysNothingElse() {
        XCTAssertEqual(excerpt("> Why?"), "> Why?")
    }

    func testExcerpt_takesLittleTime_whenOneCharacterIsEndless() {
        let text = "<" + String(repeating: "\u{301}\u{316}", count: 100_000)

        let timer = ProcessorTimer()
        XCTAssertNotNil(excerpt(text))

        XCTAssertLessThan(timer.elapsed, .seconds(1))
    }

    func testExcerpt_takesLittleTime_whenMarkupBeginsWithoutEnd() {
        let beginnings = [
            "![", "![a](", "![a](b(", "![](", "[![]()](", "[", "[a](b \"", "[a][b", "`", "``a`", "*a ", "**a_b~~c", "<",
            "<a ",
            "<a b=\"", "<!", "<?", "<![CDATA[", "&", "\\", "|a", "[a]: b\n", "~", "_a*b", "<details>", "```\n", "> ",
            "- ",
            "<script>", "a|b\n-|-\n", "[-a", "{+", "{+a+}", "[-a-]", "[-{+", "![a](b){", "[a](b){: c", ">>>\n",
            ">>>\na\n",
            "+++ a\n", "+++\n", "+++ a\n+++\n", "[TOC]\n", "![a](b) ",
        ]
        for beginning in beginnings {
            let text = String(repeating: beginning, count: 70_000)

            for dialect in [MarkdownDialect.usual, .gitLab, .linear] {
                let timer = ProcessorTimer()
                XCTAssertNotNil(excerpt(text, in: dialect))

                XCTAssertLessThan(timer.elapsed, .seconds(2), beginning)
            }
        }
    }

    func testExcerpt_isNil_whereThereIsNoText() {
        XCTAssertNil(PayloadView(nil).commentExcerpt)
        XCTAssertNil(excerpt(""))
    }

    private func excerpt(_ text: String, in dialect: MarkdownDialect = .usual) -> String? {
        PayloadView(.string(text)).commentExcerpt(in: dialect)?.sanitized(to: 500)
    }
}
