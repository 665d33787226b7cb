import HarkEvents
import XCTest

@testable import SlackPlugin

final class SlackTextTests: XCTestCase {
    func testRendered_isMrkdwn() {
        let ada = Person(id: "U024BE7LH", on: "slack", displayName: "Ada")
        let link = ChatText(link: UntrustedText("the docs"), to: "https://example.org/a?b=1&c=2")

        let text: ChatText =
            "[\(strong: UntrustedText("acme/rocket"))] \(ada) ran \(code: UntrustedText("make")): \(link) \(ChatText.link("https://example.org"))"

        XCTAssertEqual(
            SlackText.rendered(text),
            "[*acme/rocket*] <@U024BE7LH> ran `make`: <https://example.org/a?b=1&amp;c=2|the docs> <https://example.org>"
        )
    }

    func testRendered_leavesNothingOfAStrangersMarkupThatPingsOrHidesALink() {
        let hostile = "<!channel> <@U1> <https://evil.example|click> <!subteam^S1> & `x`"

        let texts: [ChatText] = [
            "\(hostile)", "\(strong: UntrustedText(hostile))", "\(code: UntrustedText(hostile))",
            ChatText(link: UntrustedText(hostile), to: "https://example.org/<!here>|x"),
        ]

        for text in texts {
            let rendered = SlackText.rendered(text)
            XCTAssertFalse(rendered.contains("<!"), rendered)
            XCTAssertFalse(rendered.contains("<@"), rendered)
            XCTAssertFalse(rendered.contains("<https://evil"), rendered)
        }
    }

    func testRendered_showsAStrangersMarksAsText() {
        let table = [
            ("*a* **b** (_c_) ~d~", "\u{2217}a* \u{2217}\u{2217}b** (\u{2CD}c_) \u{223C}d~"),
            ("```code", "\u{2bb}\u{2bb}\u{2bb}code"), (":fire: :+1: a:b:", ":\u{200B}fire: :\u{200B}+1: a:\u{200B}b:"),
            ("> quoted", "\u{200B}&gt; quoted"), (" > quoted", " \u{200B}&gt; quoted"),
            ("https://a.example/_b_/~c?d&e, *f*", "https://a.example/_b_/~c?d&amp;e, \u{2217}f*"),
            ("https://*a*", "https://\u{2217}a*"),
        ]
        for (text, rendered) in table { XCTAssertEqual(SlackText.rendered(ChatText(text)), rendered, text) }
    }

    func testRendered_leavesOrdinaryTextAsItIs() {
        let texts = [
            "snake_case_name and 2*3*4", "a * b, c ~ d, e _ f", "at 12:30:45: done", "std::string",
            "https://example.org/~ada/a_b_c", "fix: it", "a, b: c:",
        ]
        for text in texts { XCTAssertEqual(SlackText.rendered(ChatText(text)), text) }
    }

    func testRendered_leavesCodeAsItIs() {
        let text: ChatText = "\(code: UntrustedText("__init__ *a* ~b :c: <d> & `e`"))"

        XCTAssertEqual(SlackText.rendered(text), "`__init__ *a* ~b :c: &lt;d&gt; &amp; \u{2bb}e\u{2bb}`")
    }

    func testRendered_linksToNothingButTheWebAndAddresses() {
        let table = [
            ("!here", "x (!here)"), ("@U1", "x (@U1)"), ("#C1", "x (#C1)"),
            ("javascript:alert(1)", "x (javascript:alert(1))"),
            ("HTTPS://a.example", "<HTTPS://a.example|x>"), ("mailto:a@b.example", "<mailto:a@b.example|x>"),
            ("http", "x (http)"),
        ]
        for (url, rendered) in table {
            XCTAssertEqual(SlackText.rendered(ChatText(link: UntrustedText("x"), to: url)), rendered)
        }
    }

    func testRendered_mentionsNobody_whoseIdentifierIsNotOne() {
        let text: ChatText = "\(Person(id: "U1> <!channel", displayName: "Eve"))"

        XCTAssertEqual(SlackText.rendered(text), "Eve")
    }

    func testRendered_isAtMostAsLongAsSlackTakes() {
        for scalar in ["a", "é", "漢", "&", "<", "🚀"] {
            let rendered = SlackText.rendered(ChatText(String(repeating: scalar, count: 12_000)))

            XCTAssertLessThanOrEqual(rendered.unicodeScalars.count, SlackText.limit, scalar)
            XCTAssertGreaterThan(rendered.unicodeScalars.count, SlackText.limit / 3, scalar)
            XCTAssertTrue(rendered.hasSuffix("…"), scalar)
        }
    }

    func testRendered_isNeverEmpty() {
        XCTAssertEqual(SlackText.rendered(""), " ")
    }

    func testTyped_undoesWhatSlackMakesOfAText() {
        let table = [
            ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
            ("see <https://example.org|example.org>", "see https://example.org"),
            ("in <#C024BE91L|ops> and <#C1>", "in #ops and #C1"), ("<@U1> and <@U1|ada>", "@U1 and ada"),
            ("a < b", "a < b"), ("<!here>", "!here"), ("<unclosed", "<unclosed"),
        ]
        for (text, typed) in table { XCTAssertEqual(SlackText.typed(text), typed, text) }
    }

    func testAfterMention_isWhatIsSaidToTheBot() {
        let table: [(String, String?)] = [
            ("<@UBOT> status", "status"), ("<@UBOT>: status", "status"), ("  <@UBOT|hark>, status now", "status now"),
            ("<@UBOT>", ""), ("<@UOTHER> status", nil), ("hey <@UBOT> status", nil), ("<@UBOTX> a", nil),
            ("status", nil),
        ]
        for (text, rest) in table { XCTAssertEqual(SlackText.afterMention(of: "UBOT", in: text), rest, text) }
    }
}
