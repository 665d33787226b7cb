import XCTest

@testable import Hark

final class LineTests: XCTestCase {
    func testText_endsWithTheLink() {
        let line = Line("hello", link: "https://github.com/octo")

        XCTAssertEqual(line.text, "hello https://github.com/octo")
    }

    func testText_hasNoLink_whenItIsNone() {
        let links = ["", "javascript:alert(1)", "https://a b", "https://a\nb", "https://ä", longLink(301)]

        let texts = links.map { Line("hello", link: UntrustedText($0)).text }

        XCTAssertEqual(Set(texts), ["hello"])
    }

    func testLink_isTheFirstThatIsOne() {
        let long = Facts(.string(longLink(301)))

        let link = Line.link(Facts(nil), Facts(""), long, Facts("ftp://a"), Facts("https://a"), Facts("https://b"))

        XCTAssertEqual(link, "https://a")
        XCTAssertNil(Line.link(Facts(nil), long))
    }

    func testText_keepsTheLinkWholeAndTheLimit_whenTheWordsAreLong() {
        let stranger = String(repeating: "x", count: 300)
        let link = longLink(300)

        let line = Line("\(stranger)\(stranger)\(stranger)", link: UntrustedText(link))

        XCTAssertTrue(line.text.hasSuffix("x… \(link)"))
        XCTAssertEqual(line.text.utf8.count, Line.limit)
    }

    func testText_isTamedAsAWhole_whenItIsAStrangers() {
        let line = Line(stranger: "a\r\nb\u{202e}\(String(repeating: "x", count: 600))", lacking: 2)

        XCTAssertTrue(line.text.hasPrefix("a bxxx"))
        XCTAssertEqual(line.text.utf8.count, Line.limit)
        XCTAssertEqual(line.lacking, 2)
    }

    func testText_beginsWithTheSubject_ifThereIsOne() {
        let subject = Facts(["full_name": "octo/repo"]).full_name

        XCTAssertEqual(Line(in: subject, "hello", link: Facts(nil)).text, "[octo/repo] hello")
        XCTAssertEqual(Line(in: nil, "hello").text, "hello")
    }

    func testWords_tameStrangersAndKeepOurs() {
        let stranger = "a\nb"

        let words: Words = "one\ttwo \(stranger)"

        XCTAssertEqual(words.text, "one\ttwo a b")
    }

    func testWords_leaveOutTheSeparator_whenNothingFollows() {
        let nothing: String? = nil

        let words: Words = "x\(nothing, after: ": ")\(" \n", after: ": ")\("y", after: ": ")"

        XCTAssertEqual(words.text, "x: y")
    }

    func testWords_putAQuestionMark_whereNothingOfATextCanBeSeen() {
        let stranger = "\u{200b}\n"

        let words: Words = "by \(stranger), \("")"

        XCTAssertEqual(words.text, "by ?, ?")
    }

    func testWords_putAQuestionMark_whereAFactIsMissing_andCountIt() {
        let payload = Facts(["a": "x", "b": nil, "c": ["d": 7]])

        let words: Words =
            "\(payload.a) \(payload.b) \(payload.c.d) \(payload.nothing.at.all) \(payload.b, or: "nobody")"

        XCTAssertEqual(words.text, "x ? 7 ? nobody")
        XCTAssertEqual(words.lacking, 2)
        XCTAssertEqual(Line("\(words)!").lacking, 2)
    }

    func testWords_countThings_andCutLists() {
        let words: Words =
            "\(1, "commit") \(2, "commit") \(2, "branch", plural: "branches"): \(list: ["a", "b", "c", "d", "e"])"

        XCTAssertEqual(words.text, "1 commit 2 commits 2 branches: a, b, c and 2 more")
    }

    private func longLink(_ length: Int) -> String {
        "https://".padding(toLength: length, withPad: "x", startingAt: 0)
    }
}
