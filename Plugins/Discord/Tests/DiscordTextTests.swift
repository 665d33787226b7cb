import HarkEvents
import XCTest

@testable import DiscordPlugin

final class DiscordTextTests: XCTestCase {
    private func rendered(_ text: ChatText) -> String { DiscordText.rendered(text, within: DiscordText.longest) }

    func testSpans_areMarkdown() {
        var text: ChatText = "\(strong: "acme/rocket") \(code: "main`x") \(Person(id: "42")): "
        text += ChatText(link: "fix [it]", to: "https://example.org/a_(b)")
        text += " "
        text += .link("https://example.org/a_b")

        XCTAssertEqual(
            rendered(text),
            #"**acme/rocket** `main\#u{2CB}x` <@42>: [fix \[it\]](<https://example.org/a_%28b%29>) <https://example.org/a_b>"#
        )
    }

    func testPlainText_carriesNoMarkup() {
        XCTAssertEqual(
            rendered(ChatText("# a\n> b\n- c-d\n*e* _f_ ~~g~~ `h` ||i|| [j](k) <@1> <#2> @here \\ x#y > z")),
            "\\# a\n\\> b\n\\- c-d\n\\*e\\* \\_f\\_ \\~\\~g\\~\\~ \\`h\\` \\|\\|i\\|\\| \\[j\\](k) \\<\\@1> \\<#2> \\@here \\\\ x#y > z"
        )
    }

    func testURL_inPlainText_staysALinkWithoutPreview() {
        XCTAssertEqual(
            rendered(ChatText("see https://example.org/a_b*c, or (http://x.example).")),
            "see <https://example.org/a_b*c>, or (<http://x.example>).")
    }

    func testHiddenLink_isNone() {
        XCTAssertEqual(
            rendered(ChatText("[good](https://evil.example)")), #"\[good\](<https://evil.example>)"#)
        XCTAssertEqual(
            rendered(ChatText(link: "https://good.example", to: "https://evil.example")),
            "https://good.example (<https://evil.example>)")
    }

    func testPersonOfAnotherNetwork_isNotMentioned() {
        XCTAssertEqual(rendered("\(Person(id: "42", on: "slack", displayName: "A_da"))"), #"A\_da"#)
        XCTAssertEqual(rendered("\(Person(id: "42> <@1", displayName: "Ada"))"), "Ada")
    }

    func testText_isCutToTheLimit_inScalars() {
        for text in ["é", "*", "😀", "a\u{301}"].map({ String(repeating: $0, count: 3000) }) {
            let count = rendered(ChatText(text)).unicodeScalars.count
            XCTAssertTrue((1000...2000).contains(count), "\(count)")
        }
        XCTAssertEqual(rendered(ChatText(String(repeating: "x", count: 2000))), String(repeating: "x", count: 2000))
    }

    func testEmptyText_isNotSentAsNothing() {
        XCTAssertEqual(rendered(""), "\u{200B}")
        XCTAssertEqual(rendered(" \n "), "\u{200B}")
    }

    func testMention_isTakenOffTheStart() {
        XCTAssertEqual(DiscordText.afterMention(of: "5", in: " <@5>: status"), "status")
        XCTAssertEqual(DiscordText.afterMention(of: "5", in: "<@!5>status"), "status")
        XCTAssertNil(DiscordText.afterMention(of: "5", in: "<@55> status"))
        XCTAssertNil(DiscordText.afterMention(of: "5", in: "status <@5>"))
    }

    func testTypedText_hasIdentifiersOfPeople_whoChooseTheirNames() {
        let typed = DiscordText.typed("!a <@7> <@!7> <#9> <https://x.example> <b> <@x> <") { "#\($0)" }

        XCTAssertEqual(typed, "!a @7 @7 #9 https://x.example <b> <@x> <")
    }
}
