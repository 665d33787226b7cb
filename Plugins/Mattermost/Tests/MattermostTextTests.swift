import HarkEvents
import XCTest

@testable import MattermostPlugin

final class MattermostTextTests: XCTestCase {
    private let ada = "adaadaadaadaadaadaadaada11"

    func testRendered_isMarkdown() {
        let person = Person(id: ada, on: "mattermost", displayName: "Ada")
        let link = ChatText(link: UntrustedText("the docs"), to: "https://example.org/a_(b)?c=1&d=2")

        let text: ChatText =
            "[\(strong: UntrustedText("acme/rocket"))] \(person) ran \(code: UntrustedText("make_all")): \(link) \(ChatText.link("https://example.org/_a_"))"

        XCTAssertEqual(
            MattermostText.rendered(text, names: [ada: "ada.l"]),
            #"\[**acme/rocket**\] @ada.l ran `make_all`: [the docs](https://example.org/a_%28b%29?c=1&d=2) "#
                + "<https://example.org/_a_>")
    }

    func testRendered_escapesWhatWouldBeMarkup() {
        let table = [
            ("*a* _b_ ~c~ `d` | \\", #"\*a\* \_b\_ \~c\~ \`d\` \| \\"#), ("snake_case_name", "snake_case_name"),
            ("été_x_", #"été\_x\_"#), ("# one", "\\# one"), ("acme#8", "acme#8"), ("> one", #"\> one"#),
            ("- a + b", #"\- a + b"#), ("1. one", #"1\. one"#), ("12) one", #"12\) one"#), ("v1.2", "v1.2"),
            ("a\n- b\n  * c", "a\n\\- b\n\u{A0}\u{A0}\\* c"), ("![a](https://b)", #"!\[a\](https://b)"#),
        ]
        for (text, rendered) in table { XCTAssertEqual(MattermostText.rendered(ChatText(text)), rendered, text) }
    }

    func testRendered_leavesNothingOfAStrangersMarkupThatPingsOrHidesALink() {
        let hostile = "@all @channel (@here) x.@ada ~town-square [a](https://evil.example) `b` **c** <https://x/@all>"

        let texts: [ChatText] = [
            "\(hostile)", "\(strong: UntrustedText(hostile))", "\(code: UntrustedText(hostile))",
            ChatText(link: UntrustedText(hostile), to: "https://example.org/@all)(`"),
            "\(Person(id: "stranger", displayName: hostile))",
            "\(Person(id: ada, on: "slack", displayName: hostile))",
        ]

        for text in texts {
            let rendered = MattermostText.rendered(text, names: [ada: "ada"])
            // What is in code mentions nobody, and an escaped bracket ends no link's text.
            let isCode = rendered.hasPrefix("`") && rendered.hasSuffix("`")
            let shown = isCode ? "" : rendered.replacing(#"\]"#, with: "")
            for mention in ["@all", "@channel", "@here", "@ada", "](https://evil"] {
                XCTAssertFalse(shown.contains(mention), rendered)
            }
            XCTAssertFalse(rendered.dropFirst().dropLast().contains("``"), rendered)
        }
    }

    func testRendered_leavesAnAddressOfEmailAlone() {
        XCTAssertEqual(MattermostText.rendered("ada@example.org"), "ada@example.org")
    }

    func testRendered_isAtMostAsLongAsMattermostTakes() {
        for scalar in ["a", "é", "漢", "*", "@", "🚀"] {
            let rendered = MattermostText.rendered(ChatText(String(repeating: scalar, count: 17_000)))

            XCTAssertLessThanOrEqual(rendered.unicodeScalars.count, MattermostText.limit, scalar)
            XCTAssertGreaterThan(rendered.unicodeScalars.count, MattermostText.limit / 3, scalar)
            XCTAssertTrue(rendered.hasSuffix("…"), scalar)
        }
    }

    func testRendered_isNeverEmpty() { XCTAssertEqual(MattermostText.rendered(""), " ") }
}
