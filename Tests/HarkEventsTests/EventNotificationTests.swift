import XCTest

@testable import HarkEvents

final class EventNotificationTests: XCTestCase {
    func testText_endsWithTheLink() {
        let line = EventNotification("hello", link: "https://github.com/octo")

        XCTAssertEqual(line.text, "hello https://github.com/octo")
    }

    func testText_hasNoLink_whenItIsNone() {
        let links = ["", "javascript:alert(1)", "https://a b", "https://a\nb", "https://ä", longLink(301)]

        let texts = links.map { EventNotification("hello", link: UntrustedText($0)).text }

        XCTAssertEqual(Set(texts), ["hello"])
    }

    func testText_holdsNoCredential_inAnyStyle() {
        let text: UntrustedText = "see https://ada:hunter2@example.org and ghp_0123456789abcdefghij"

        let line = EventNotification("\(strong: text): \(text)")

        XCTAssertFalse(line.text.contains("hunter2") || line.text.contains("ghp_"), line.text)
        XCTAssertEqual(line.content.spans.first, .strong("see https://ada:…@example.org and …"))
    }

    func testText_staysWithItsGaps_whenACredentialIsLeftOut() {
        let line = EventNotification("\(PayloadView(nil)) used password=hunter2")

        XCTAssertEqual(line.text, "? used password=…")
        XCTAssertEqual(line.missingFieldCount, 1)
    }

    func testTest_isMarked_andKeepsItsLink() {
        let long = UntrustedText(String(repeating: "word ", count: 200))

        let lines = ["hello", long].map { EventNotification("\($0)", link: "https://example.org/1").ofTest.text }

        XCTAssertEqual(lines[0], "test: hello https://example.org/1")
        XCTAssertTrue(lines[1].hasPrefix("test: word ") && lines[1].hasSuffix("https://example.org/1"), lines[1])
        XCTAssertLessThanOrEqual(lines[1].utf8.count, EventNotification.limit)
    }

    func testLink_isTheFirstThatIsOne() {
        let long = PayloadView(.string(longLink(301)))

        let link = EventNotification.link(
            PayloadView(nil), PayloadView(""), long, PayloadView("ftp://a"), PayloadView("https://a"),
            PayloadView("https://b"))

        XCTAssertEqual(link, "https://a")
        XCTAssertNil(EventNotification.link(PayloadView(nil), long))
    }

    func testText_keepsTheLinkWholeAndTheLimit_whenTheWordsAreLong() {
        let stranger = String(repeating: "x", count: 300)
        let link = longLink(300)

        let line = EventNotification("\(stranger)\(stranger)\(stranger)", link: UntrustedText(link))

        XCTAssertTrue(line.text.hasSuffix("x… \(link)"))
        XCTAssertEqual(line.text.utf8.count, EventNotification.limit)
    }

    func testText_isSanitizedAsAWhole_whenItIsUntrusted() {
        let line = EventNotification(
            stranger: "a\r\nb\u{202e}\(String(repeating: "x", count: 600))", missingFieldCount: 2)

        XCTAssertTrue(line.text.hasPrefix("a bxxx"))
        XCTAssertEqual(line.text.utf8.count, EventNotification.limit)
        XCTAssertEqual(line.missingFieldCount, 2)
    }

    func testText_beginsWithTheSubject_ifThereIsOne() {
        let subject = PayloadView(["full_name": "octo/repo"]).full_name

        XCTAssertEqual(EventNotification(about: subject, "hello", link: PayloadView(nil)).text, "[octo/repo] hello")
        XCTAssertEqual(EventNotification(about: nil, "hello").text, "hello")
    }

    func testText_sanitizesUntrustedPartsAndKeepsOurs() {
        let stranger = "a\nb"

        let words: ChatText = "one\ttwo \(stranger)"

        XCTAssertEqual(words.plain, "one\ttwo a b")
    }

    func testWords_leaveOutTheSeparator_whenNothingFollows() {
        let nothing: String? = nil

        let words: ChatText = "x\(nothing, after: ": ")\(" \n", after: ": ")\("y", after: ": ")"

        XCTAssertEqual(words.plain, "x: y")
    }

    func testWords_putAQuestionMark_whereNothingOfATextCanBeSeen() {
        let stranger = "\u{200b}\n"

        let words: ChatText = "by \(stranger), \("")"

        XCTAssertEqual(words.plain, "by ?, ?")
    }

    func testWords_putAQuestionMark_whereAFactIsMissing_andCountIt() {
        let payload = PayloadView(["a": "x", "b": nil, "c": ["d": 7]])

        let words: ChatText =
            "\(payload.a) \(payload.b) \(payload.c.d) \(payload.nothing.at.all) \(payload.b, or: "nobody")"

        XCTAssertEqual(words.plain, "x ? 7 ? nobody")
        XCTAssertEqual(words.missingFieldCount, 2)
        XCTAssertEqual(EventNotification("\(words)!").missingFieldCount, 2)
    }

    func testWords_countThings_andCutLists() {
        let words: ChatText =
            "\(1, "commit") \(2, "commit") \(2, "branch", plural: "branches"): \(list: ["a", "b", "c", "d", "e"])"

        XCTAssertEqual(words.plain, "1 commit 2 commits 2 branches: a, b, c and 2 more")
    }

    private func longLink(_ length: Int) -> String {
        "https://".padding(toLength: length, withPad: "x", startingAt: 0)
    }
}
