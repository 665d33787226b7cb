import HarkEvents
import XCTest

@testable import WebhookPlugin

final class WebhookTextTests: XCTestCase {
    private func text(_ text: ChatText, limit: Int = 4000) -> String {
        WebhookText.body(of: OutgoingMessage(text), limit: limit)["text"]?.stringValue ?? ""
    }

    func testBody_isSlacksMarkup() {
        let link = ChatText(link: UntrustedText("the docs"), to: "https://example.org/a?b=1&c=|@x")

        let text: ChatText =
            "[\(strong: UntrustedText("acme/rocket"))] ran \(code: UntrustedText("make")): \(link) \(ChatText.link("https://example.org"))"

        XCTAssertEqual(
            self.text(text),
            "[*acme/rocket*] ran `make`: <https://example.org/a?b=1&amp;c=%7C%40x|the docs> <https://example.org>")
    }

    func testBody_leavesNothingOfAStrangersMarkupThatPingsOrHidesALink() {
        let hostile = "<!channel> <@U1> @everyone @all @here [a](https://evil.example) <https://evil.example|a> &"

        let texts: [ChatText] = [
            "\(hostile)", "\(strong: UntrustedText(hostile))", "\(code: UntrustedText(hostile))",
            ChatText(link: UntrustedText(hostile), to: "https://example.org/<!here>|@here"),
            "\(Person(id: "U1", displayName: hostile))",
        ]

        for text in texts {
            let shown = self.text(text)
            for part in ["<!", "<@", "@everyone", "@all", "@here", "](", "<https://evil"] {
                XCTAssertFalse(shown.contains(part), "\(part) in \(shown)")
            }
        }
    }

    func testBody_showsSeverityAsAColour() {
        let body = WebhookText.body(of: OutgoingMessage("a < b @all", severity: .error), limit: 4000)

        XCTAssertNil(body["text"])
        XCTAssertEqual(body["attachments"]?[0]?["color"], "#E01E5A")
        XCTAssertEqual(body["attachments"]?[0]?["text"], "a &lt; b @\u{200B}all")
        XCTAssertEqual(body["attachments"]?[0]?["fallback"], "a &lt; b @\u{200B}all")
    }

    func testBody_isAtMostAsLongAsTheLimit() {
        for scalar in ["a", "é", "漢", "&", "@", "🚀"] {
            let shown = text(ChatText(String(repeating: scalar, count: 12_000 / scalar.utf8.count)), limit: 2000)

            XCTAssertLessThanOrEqual(shown.unicodeScalars.count, 2000, scalar)
            XCTAssertGreaterThan(shown.unicodeScalars.count, 1900, scalar)
        }
        XCTAssertEqual(text(""), " ")
    }
}
