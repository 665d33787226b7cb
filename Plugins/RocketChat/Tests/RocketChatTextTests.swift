import HarkEvents
import XCTest

@testable import RocketChatPlugin

final class RocketChatTextTests: XCTestCase {
    private let ada = "adaadaadaadaadaad"

    func testRendered_isMarkdown() {
        let person = Person(id: ada, on: "rocketchat", displayName: "Ada")
        let link = ChatText(link: UntrustedText("the [docs]"), to: "https://example.org/a_(b)?c=1&d=2")

        let text: ChatText =
            "\(strong: UntrustedText("acme/rocket")) \(person) ran \(code: UntrustedText("make_all")): \(link) \(ChatText.link("https://example.org/_a_"))"

        XCTAssertEqual(
            RocketChatText.rendered(text, names: [ada: "ada.l"]),
            "*acme/rocket* @ada.l ran `make_all`: [the (docs)](https://example.org/a_%28b%29?c=1&d=2) "
                + "https://example.org/_a_")
    }

    func testRendered_breaksWhatWouldBeMarkup() {
        let table = [
            ("*a* _b_ ~c~ `d`", #"\*a\* \_b\_ \~c\~ \`d\`"#), ("snake_case_name", "snake_case_name"),
            ("# one", "\\# one"), ("acme#8", "acme#8"), ("see #ops", "see \\#ops"), ("> one", "|> one"),
            ("- a + b", "|- a + b"), ("1. one", "1|. one"), ("12) one", "12|) one"), ("v1.2", "v1.2"),
            ("a\n- b", "a\n|- b"), ("[a](https://b)", "[a]|(https://b)"), ("a || b", "a ||| b"), ("$$x$$", "$|$x$|$"),
            (#"\[x\]"#, #"\|[x\|]"#), ("<https://evil|a>", "<|https://evil|a>"), ("a@b.c", "a@b.c"),
        ]
        for (text, rendered) in table {
            // In the table the space of no width is a bar where there is none in the text, or one bar more.
            let shown = RocketChatText.rendered(ChatText(text)).replacing("\u{200B}", with: "|")
            XCTAssertEqual(shown, rendered, text)
        }
    }

    func testRendered_leavesNothingOfAStrangersMarkupThatPingsOrHidesALink() {
        let hostile = "@all @here (@ada) [a](https://evil.example) `b` *c* <https://evil.example|c> <https://x/@all>"

        let texts: [ChatText] = [
            "\(hostile)", "\(strong: UntrustedText(hostile))", "\(code: "x @all @here (@ada)")",
            "\(ChatText(link: UntrustedText(hostile), to: "https://example.org/@all)(`"))",
            "\(Person(id: "stranger", displayName: hostile))", "\(Person(id: ada, on: "slack", displayName: hostile))",
        ]
        for text in texts {
            let rendered = RocketChatText.rendered(text, names: [ada: "ada"])

            for part in ["@all", "@here", "@ada", "](https://evil", "<https"] {
                XCTAssertFalse(rendered.contains(part), "\(part) in \(rendered)")
            }
        }
    }

    func testRendered_isCutInUnitsOfUTF16() {
        for scalar in ["x", "é", "😀", "*", "@"] {
            let rendered = RocketChatText.rendered(ChatText(String(repeating: scalar, count: 6000)))

            XCTAssertLessThanOrEqual(rendered.utf16.count, RocketChatText.limit, scalar)
            XCTAssertGreaterThan(rendered.utf16.count, RocketChatText.limit / 3, scalar)
            XCTAssertTrue(rendered.hasSuffix("…"), scalar)
        }
    }
}
