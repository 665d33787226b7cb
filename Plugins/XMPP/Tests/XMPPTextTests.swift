import HarkEvents
import XCTest

@testable import XMPPPlugin

final class XMPPTextTests: XCTestCase {
    private func text(_ text: ChatText, _ severity: Severity? = nil) -> XMPPText { XMPPText(text, severity: severity) }

    func testSpans_areStyled_whereClientsSeeIt() {
        let text: ChatText = "\(strong: UntrustedText("acme")) ran \(code: UntrustedText("make a"))"

        XCTAssertEqual(self.text(text, .error), XMPPText(body: "❌ *acme* ran `make a`", isPlain: false))
    }

    func testSpans_beforeWhichSomethingStands_areNot() {
        let text: ChatText = "[\(strong: UntrustedText("acme"))] x*y"

        XCTAssertEqual(self.text(text), XMPPText(body: "[acme] x*y", isPlain: true))
    }

    func testStrangersText_isNoMarkup_besideStyle() {
        let text: ChatText = "\(strong: UntrustedText("acme")) \(UntrustedText("*a* _b_ `c` ~d~ e*f"))"

        XCTAssertEqual(
            self.text(text).body,
            "*acme* \u{2060}*a* \u{2060}_b_ \u{2060}`c` \u{2060}~d~ e*f")
    }

    func testQuotation_andBlock_areNone() {
        var text: ChatText = "\(strong: UntrustedText("acme"))"
        text += ChatText("\n> x\n```\ny")

        XCTAssertEqual(
            self.text(text).body, "*acme*\n\u{2060}> x\n\u{2060}`\u{2060}`\u{2060}`\ny")
    }

    func testStyle_thatWouldBreak_isLeftOut() {
        for broken in ["a*b", " a", "a "] {
            var text: ChatText = ""
            text += "\(strong: UntrustedText(broken)) b"
            let body = self.text(text).body
            XCTAssertFalse(body.hasPrefix("* ") || body.contains("*a*b*"), body)
        }
    }

    func testLinks_showTheirURL() {
        let text: ChatText = "\(ChatText(link: UntrustedText("docs"), to: "https://example.org/_a_"))"

        XCTAssertEqual(self.text(text).body, "docs <https://example.org/_a_>")
    }

    func testLinkText_isNoMarkup_besideStyle() {
        for (title, shown) in [("> ok by ada", "\u{2060}> ok by ada"), ("*b*", "\u{2060}*b*")] {
            var text: ChatText = "\(strong: UntrustedText("acme"))\n"
            text += ChatText(link: UntrustedText(title), to: "https://example.org/_a_")

            XCTAssertEqual(self.text(text).body, "*acme*\n\(shown) <https://example.org/_a_>")
        }
    }

    func testControls_andBidirectionalMarks_areLeftOut() {
        XCTAssertEqual(text(ChatText("a\u{2}b\u{202e}c\u{fffe}d\te\r\nf\u{0}")).body, "abcd e\nf")
        XCTAssertEqual(text(ChatText("")).body, " ")
    }

    func testCommandsOfOthers_areNotFirst() {
        XCTAssertEqual(text(ChatText("/me leaves")).body, " /me leaves")
        XCTAssertEqual(text(ChatText("!op eve")).body, " !op eve")
    }

    func testLongText_isCut_withItsStyle() {
        var long: ChatText = "\(strong: UntrustedText("acme"))"
        long += ChatText(String(repeating: " *x*", count: 4000))

        let body = text(long).body

        XCTAssertLessThanOrEqual(body.utf8.count, XMPPText.limit)
        XCTAssertGreaterThan(body.utf8.count, XMPPText.limit / 2)
        XCTAssertTrue(body.hasSuffix("…"))
    }
}
