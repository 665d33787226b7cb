import HarkEvents
import XCTest

@testable import TeamsPlugin

final class TeamsTextTests: XCTestCase {
    private func rendered(_ text: ChatText) -> String { text.rendered(within: .bytes(10_000), TeamsText.rendered) }

    func testRendered_isMarkdown() {
        let link = ChatText(link: UntrustedText("the docs"), to: "https://example.org/a_(b)?c=1&d=2")

        let text: ChatText =
            "[\(strong: UntrustedText("acme/rocket"))] ran \(code: UntrustedText("make_all")): \(link) \(ChatText.link("https://example.org"))"

        XCTAssertEqual(
            rendered(text),
            #"\[**acme/rocket**\] ran make\_all: [the docs](https://example.org/a_%28b%29?c=1&d=2) "#
                + "[https://example.org](https://example.org)")
    }

    func testRendered_leavesNothingOfAStrangersMarkup() {
        let hostile = "<at>Ada</at> [click](https://evil.example) **b** _i_ \\*"

        let texts: [ChatText] = [
            "\(hostile)", "\(strong: UntrustedText(hostile))", "\(code: UntrustedText(hostile))",
            ChatText(link: UntrustedText(hostile), to: "https://example.org/) [x](https://evil.example"),
        ]

        for text in texts {
            let rendered = rendered(text)
            XCTAssertFalse(rendered.contains("<at>"), rendered)
            XCTAssertFalse(rendered.contains("</at>"), rendered)
            XCTAssertFalse(rendered.contains("](https://evil"), rendered)
            XCTAssertFalse(rendered.contains(" **b"), rendered)
            XCTAssertFalse(rendered.contains(" _i"), rendered)
        }
    }

    func testRendered_keepsLines() {
        XCTAssertEqual(rendered("one\n- two\t3\u{1B}[0m"), "one\n\n\\- two 3")
    }
}
