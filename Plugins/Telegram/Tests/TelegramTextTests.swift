import HarkEvents
import XCTest

@testable import TelegramPlugin

final class TelegramTextTests: XCTestCase {
    func testRendered_isHTML() {
        let ada = Person(id: "42", on: "telegram", displayName: "Ada & co")
        let link = ChatText(link: UntrustedText("the <docs>"), to: "https://example.org/a?b=1&c=\"2\"")

        let text: ChatText =
            "[\(strong: UntrustedText("acme/rocket"))] \(ada) ran \(code: UntrustedText("a<b @x")): \(link) \(ChatText.link("https://example.org"))"

        XCTAssertEqual(
            TelegramText.rendered(text),
            #"[<b>acme/rocket</b>] <a href="tg://user?id=42">Ada &amp; co</a> ran <code>a&lt;b @x</code>: "#
                + #"<a href="https://example.org/a?b=1&amp;c=&quot;2&quot;">the &lt;docs&gt;</a> "#
                + #"<a href="https://example.org">https://example.org</a>"#)
    }

    func testRendered_showsTheSeverity() {
        XCTAssertEqual(TelegramText.rendered("down", severity: .critical), "🚨 down")
        XCTAssertEqual(TelegramText.rendered("up", severity: .info), "up")
    }

    func testRendered_partsWhatTelegramWouldLink() {
        let table = [
            ("@alice_lab", "@⁠alice_lab"), ("hi @alice!", "hi @⁠alice!"), ("(@alice", "(@⁠alice"),
            ("é@alice", "é@⁠alice"),
            ("@@alice", "@⁠@⁠alice"), ("ada@example.org", "ada@example.org"), ("at @ noon", "at @ noon"),
            ("see @", "see @⁠"), ("/deploy now", "/⁠deploy now"), ("say /deploy@bot", "say /⁠deploy@bot"),
            ("/etc/passwd", "/etc/passwd"), ("a/b", "a/b"), ("https://example.org/a", "https://example.org/a"),
            ("1 / 2", "1 / 2"), ("end /", "end /⁠"), ("/x", "/⁠x"),
        ]
        for (text, expected) in table {
            XCTAssertEqual(Array(TelegramText.rendered(ChatText(text)).utf8), Array(expected.utf8), text)
        }
    }

    func testRendered_leavesNothingOfAStrangersMarkup() {
        let hostile = "<b>x</b> <a href=\"tg://user?id=1\">y</a> & @alice_lab </code>"

        let texts: [ChatText] = [
            "\(hostile)", "\(strong: UntrustedText(hostile))",
            ChatText(link: UntrustedText(hostile), to: "https://example.org/\"><a href=\"tg://user?id=1\">"),
        ]

        for text in texts {
            let rendered = TelegramText.rendered(text)
            XCTAssertFalse(rendered.contains(#"href="tg:"#), rendered)
            XCTAssertFalse(rendered.contains("@alice"), rendered)
            XCTAssertFalse(rendered.contains("<b>x"), rendered)
        }
        XCTAssertFalse(TelegramText.rendered("\(code: UntrustedText(hostile))").contains(" </code>"))
    }

    func testRendered_linksNothingButTheWeb() {
        for url in ["tg://user?id=1", "javascript:alert(1)", "ftp://example.org"] {
            let rendered = TelegramText.rendered(ChatText(link: UntrustedText("click"), to: url))

            XCTAssertFalse(rendered.contains("href"), rendered)
        }
    }

    func testRendered_mentionsNobody_whoIsNotOfTelegram() {
        let people = [
            Person(id: "42", on: "slack", displayName: "Eve"), Person(id: "U1\"><b>", displayName: "Eve"),
            Person(id: "-5", displayName: "Eve"), Person(id: "99999999999999999", displayName: "Eve"),
        ]
        for person in people { XCTAssertEqual(TelegramText.rendered("\(person)"), "Eve", person.id) }
    }

    func testRendered_dropsWhatDrivesATerminalOrTurnsALine() {
        let text = ChatText("a\u{0}b\u{1b}[31m\r\nc\td \u{202e}evil\u{2066}x\u{9b}")

        XCTAssertEqual(TelegramText.rendered(text), "ab\nc\td evilx")
    }

    func testRendered_countsWhatIsSeen() {
        // Escapes and tags do not count, so that all of it is there.
        let escaped = String(repeating: "&", count: TelegramText.limit)

        XCTAssertEqual(TelegramText.rendered(ChatText(escaped)), escaped.replacing("&", with: "&amp;"))
    }

    func testRendered_isAtMostAsLongAsTelegramTakes() {
        for scalar in ["a", "é", "漢", "<", "🚀", "@", "👨‍👩‍👧"] {
            let text = ChatText(String(repeating: scalar, count: 12_000))

            let rendered = TelegramText.rendered(text, severity: .warning)

            let shown = rendered.replacing("&lt;", with: "<")
            XCTAssertLessThanOrEqual(shown.unicodeScalars.count, TelegramText.limit, scalar)
            XCTAssertGreaterThan(shown.unicodeScalars.count, TelegramText.limit / 3, scalar)
            XCTAssertTrue(rendered.hasSuffix("…"), scalar)
        }
    }

    func testRendered_hasAtMostAHundredEntities() {
        var text = ChatText("")
        for number in 0..<120 {
            text += "\(strong: UntrustedText("\(number)")) \(ChatText(link: "x", to: "https://a.example"))"
        }

        let rendered = TelegramText.rendered(text)

        XCTAssertEqual(rendered.split(separator: "</b>").count - 1 + rendered.split(separator: "</a>").count - 1, 100)
        XCTAssertTrue(rendered.hasSuffix("119 x (https://a.example)"), rendered)
    }

    func testRendered_isNeverEmpty() {
        for text in ["", " ", "\n\t", "\u{202e}"] { XCTAssertEqual(TelegramText.rendered(ChatText(text)), "…") }
    }
}
