import HarkEvents
import XCTest

@testable import MatrixPlugin

final class MatrixTextTests: XCTestCase {
    private let ada = Person(id: "@ada:example.org", on: "matrix", displayName: "Ada")

    func testHTML_hasEverySpan() {
        let link = ChatText(link: UntrustedText("the docs"), to: "https://example.org/a?b=1&c=2")

        let text: ChatText =
            "[\(strong: UntrustedText("acme/rocket"))] \(ada) ran \(code: UntrustedText("make")): \(link) \(ChatText.link("https://example.org"))"

        XCTAssertEqual(
            MatrixText.html(text),
            #"[<strong>acme/rocket</strong>] <a href="https://matrix.to/#/%40ada%3Aexample.org">Ada</a> ran <code>make</code>: <a href="https://example.org/a?b=1&amp;c=2">the docs</a> <a href="https://example.org">https://example.org</a>"#
        )
        XCTAssertEqual(MatrixText.mentioned(in: text), ["@ada:example.org"])
        XCTAssertEqual(
            MatrixText.plain(text),
            "[acme/rocket] Ada ran make: the docs (https://example.org/a?b=1&c=2) https://example.org")
    }

    func testHTML_isMissing_whenNothingHasStructure() {
        XCTAssertNil(MatrixText.html("a <b> & \n c"))
    }

    func testHTML_leavesNothingOfAStrangersMarkup() {
        let hostile =
            #"<a href="https://evil.example">x</a> </code><img src=x onerror='y'> @room @ada:example.org &lt;"#
        let texts: [ChatText] = [
            "\(strong: "b") \(hostile)", "\(strong: UntrustedText(hostile))", "\(code: UntrustedText(hostile))",
            ChatText(link: UntrustedText(hostile), to: "https://example.org/\"><b>"),
            "\(Person(id: "@a:b", displayName: hostile))", "\(Person(id: hostile, displayName: "Eve")) \(strong: "b")",
        ]

        for text in texts {
            let html = MatrixText.html(text) ?? ""
            for mark in ["<img", "</code><", #"href="https://evil"#, "<b>", "onerror='"] {
                XCTAssertFalse(html.contains(mark), html)
            }
        }
    }

    func testMentioned_isNobody_whoIsNotAPersonOfThisNetwork() {
        let text: ChatText =
            "\(Person(id: "@ada:example.org", on: "irc", displayName: "Ada")) \(Person(id: "ada", displayName: "Ada")) @room @ada:example.org"

        XCTAssertEqual(MatrixText.mentioned(in: text), [])
        XCTAssertFalse(MatrixText.html(text)?.contains("matrix.to") ?? true)
    }

    func testHTML_showsBothAddresses_whenALinkLooksLikeAnotherOne() {
        let text = ChatText(link: UntrustedText("https://bank.example"), to: "https://evil.example")

        XCTAssertEqual(
            MatrixText.html(text),
            #"https://bank.example (<a href="https://evil.example">https://evil.example</a>)"#)
    }

    func testHTML_hasNoLink_toWhatIsNoWebAddress() {
        let text = ChatText(link: UntrustedText("click"), to: "javascript:alert(1)")

        XCTAssertEqual(MatrixText.html(text), "click (javascript:alert(1))")
    }

    func testPlain_hasNoControlCharacters() {
        XCTAssertEqual(MatrixText.plain(ChatText("a\u{0}b\u{1b}[2Jc\u{7f}\td\n\u{202e}e")), "abc\td\ne")
    }
}
