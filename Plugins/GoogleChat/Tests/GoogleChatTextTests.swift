import HarkEvents
import XCTest

@testable import GoogleChatPlugin

final class GoogleChatTextTests: XCTestCase {
    func testRendered_isTheDialectOfGoogleChat() {
        let person = Person(id: "users/42", on: "googlechat", displayName: "Ada")
        let link = ChatText(link: UntrustedText("a <b> | c"), to: "https://example.org/a|b?c=1&d=2")

        let text: ChatText =
            "\(strong: UntrustedText("acme/rocket")) \(person) ran \(code: UntrustedText("make_all")): \(link) \(ChatText.link("https://example.org/_a_"))"

        XCTAssertEqual(
            GoogleChatText.rendered(OutgoingMessage(text, severity: .error).markedText),
            "❌ *acme/rocket* <users/42> ran `make_all`: <https://example.org/a%7Cb?c=1&d=2|a ‹b› ¦ c> "
                + "https://example.org/_a_")
    }

    func testRendered_breaksWhatWouldBeMarkup() {
        let table = [
            ("*a* _b_", "|*|a|*| |_|b|_|"), ("snake_case", "snake_case"), ("<users/all>", "<|users/all>"),
            ("<https://evil|a>", "<|https://evil|a>"), ("a < b", "a <| b"),
        ]
        for (text, rendered) in table {
            // In the table the space of no width is a bar.
            let shown = GoogleChatText.rendered(ChatText(text)).replacing("\u{200B}", with: "|")
            XCTAssertEqual(shown, rendered, text)
        }
    }

    func testRendered_leavesNothingOfAStrangersMarkupThatPingsOrHidesALink() {
        let hostile = "<users/all> <users/42> <https://evil.example|c> *b*"
        let texts: [ChatText] = [
            "\(hostile)", "\(strong: UntrustedText(hostile))", "\(code: UntrustedText(hostile))",
            "\(ChatText(link: UntrustedText(hostile), to: "https://example.org/<users/all>"))",
            "\(Person(id: "users/all", displayName: hostile))",
            "\(Person(id: "users/42", on: "slack", displayName: hostile))",
        ]
        for text in texts {
            let rendered = GoogleChatText.rendered(text)

            for part in ["<users", "<https://evil"] {
                XCTAssertFalse(rendered.contains(part), "\(part) in \(rendered)")
            }
        }
    }

    func testRendered_isCutInBytes() {
        for scalar in ["x", "é", "😀", "*", "<"] {
            let rendered = GoogleChatText.rendered(ChatText(String(repeating: scalar, count: 33_000)))

            XCTAssertLessThanOrEqual(rendered.utf8.count, GoogleChatText.limit, scalar)
            XCTAssertGreaterThan(rendered.utf8.count, GoogleChatText.limit / 3, scalar)
        }
    }

    func testNames_areThoseOfPeopleAndSpaces() {
        XCTAssertEqual(
            ["users/42", "users/", "users/all", "users/1/2", "42"].map(GoogleChatText.isPerson),
            [true, false, false, false, false])
        XCTAssertEqual(
            ["spaces/AAAA-_1", "spaces/A/messages/T.b=", "spaces/", "spaces/../users", "spaces/a?b", "x/spaces/a"]
                .map(GoogleChatText.isName), [true, true, false, false, false, false])
    }
}
