import XCTest

@testable import GitHubPlugin

final class LineTests: XCTestCase {
    func testText_endsWithTheLink() {
        let line = Line("hello", link: "https://github.com/octo")

        XCTAssertEqual(line.text, "hello https://github.com/octo")
    }

    func testText_hasNoLink_whenItIsNone() {
        let links = ["", "javascript:alert(1)", "https://a b", "https://a\nb", "https://ä", longLink(301)]

        let texts = links.map { Line("hello", link: $0).text }

        XCTAssertEqual(Set(texts), ["hello"])
    }

    func testText_keepsTheLinkWholeAndTheLimit_whenTheWordsAreLong() {
        let stranger = String(repeating: "x", count: 300)
        let link = longLink(300)

        let line = Line("\(stranger)\(stranger)\(stranger)", link: link)

        XCTAssertTrue(line.text.hasSuffix("x… \(link)"))
        XCTAssertEqual(line.text.utf8.count, Line.limit)
    }

    func testText_beginsWithTheRepository_ifThereIsOne() {
        let repository = Repository(name: "repo", fullName: "octo/repo", page: nil, stars: nil)

        XCTAssertEqual(Line(in: repository, "hello").text, "[octo/repo] hello")
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

    func testWords_callAMissingAccountGhost() {
        let user: User? = nil

        let words: Words = "\(user) and \(User(login: nil)) and \(User(login: "ada"))"

        XCTAssertEqual(words.text, "ghost and ghost and ada")
    }

    private func longLink(_ length: Int) -> String {
        "https://".padding(toLength: length, withPad: "x", startingAt: 0)
    }
}
