import HarkEvents
import XCTest

@testable import ZulipPlugin

final class ZulipTextTests: XCTestCase {
    private func rendered(_ text: ChatText, severity: Severity? = nil) -> String {
        ZulipText.rendered(OutgoingMessage(text, severity: severity))
    }

    func testRendered_isMarkdown() {
        let ada = Person(id: "101", on: "zulip", displayName: "Ada")
        let link = ChatText(link: UntrustedText("the [docs]"), to: "https://example.org/a_(b)?c=1&d=2")

        let text: ChatText =
            "[\(strong: UntrustedText("acme/rocket"))] \(ada) ran \(code: UntrustedText("make *")): \(link) \(ChatText.link("https://example.org/"))"

        XCTAssertEqual(
            rendered(text),
            "[**acme/rocket**] @**|101** ran `make *`: [the (docs)](https://example.org/a_%28b%29?c=1&d=2) "
                + "https://example.org/")
    }

    func testRendered_showsASeverityAsAMark() {
        XCTAssertEqual(rendered("down", severity: .error), "❌ down")
        XCTAssertEqual(rendered("down", severity: .info), "down")
    }

    func testRendered_breaksWhatWouldBeMarkup() {
        let table = [
            ("a * b `c`", "a ∗ b ʻcʻ"), ("# one", "\u{200B}# one"), ("> one\n- two", "\u{200B}> one\n\u{200B}- two"),
            ("1. one", "\u{200B}1. one"), ("1.2 is out", "\u{200B}1.2 is out"), ("12 of 13", "12 of 13"),
            ("/poll which", "\u{200B}/poll which"), ("a/b #8 c-d", "a/b #8 c-d"),
            ("~~a~~", "\u{200B}~\u{200B}~a~\u{200B}~\u{200B}"),
            ("[a](https://b)", "[a]\u{200B}(https://b)"), ("ada@example.org", "ada@example.org"), ("a\0b", "ab"),
            ("snake_case", "snake_case"),
        ]
        for (text, expected) in table { XCTAssertEqual(rendered(ChatText(text)), expected, text) }
    }

    func testRendered_leavesNothingOfAStrangersMarkupThatPingsOrHidesALink() {
        let hostile = "@**all** @*admins* @_**Ada** @**Ada|101** #**ops>x** [a](https://evil.example) `@**all**` $$x$$"

        let texts: [ChatText] = [
            "\(hostile)", "\(strong: UntrustedText(hostile))", "\(code: UntrustedText(hostile))",
            ChatText(link: UntrustedText(hostile), to: "https://example.org/@**all**)(`"),
            "\(Person(id: "stranger", displayName: hostile))",
            "\(Person(id: "101", on: "slack", displayName: hostile))",
            "\("@")\(strong: UntrustedText("all"))", "\("@_")\(strong: UntrustedText("Ada"))",
            "\("[x]")\("(https://evil.example)")",
        ]

        for text in texts {
            let rendered = rendered(text)
            // What is in code mentions nobody.
            let shown = rendered.hasPrefix("`") && rendered.hasSuffix("`") ? "" : rendered
            for mark in ["@*", "@_", "](https://evil", "#**", "$$"] { XCTAssertFalse(shown.contains(mark), rendered) }
            XCTAssertFalse(rendered.dropFirst().dropLast().contains("`"), rendered)
        }
    }

    func testRendered_isAtMostAsLongAsZulipTakes() {
        for scalar in ["a", "é", "漢", "*", "@", "🚀"] {
            let rendered = rendered(ChatText(String(repeating: scalar, count: 12_000)), severity: .critical)

            XCTAssertLessThanOrEqual(rendered.unicodeScalars.count, ZulipText.limit, scalar)
            XCTAssertGreaterThan(rendered.unicodeScalars.count, ZulipText.limit / 3, scalar)
            XCTAssertTrue(rendered.hasSuffix("…"), scalar)
        }
    }

    func testRendered_isNeverEmpty() {
        XCTAssertEqual(rendered(""), "…")
        XCTAssertEqual(rendered(" \n "), "…")
    }

    func testAddressed_isWhatIsSaidToTheBot() {
        let table: [(String, String?)] = [
            ("@**Hark** status", "status"), ("@**Hark|99**: status", "status"), (" @**|99** status", "status"),
            ("hark, status now", "status now"), ("Hark: status", "status"), ("@**Hark**", ""),
            ("@**Harkness** status", nil), ("@_**Hark** status", nil), ("hark status", nil),
            ("hey @**Hark** status", nil), ("@**Hark|98** status", nil), ("", nil),
        ]
        for (text, rest) in table {
            XCTAssertEqual(ZulipText.addressed(text, to: "Hark", number: 99), rest, text)
        }
    }
}
