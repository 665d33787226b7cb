import Hark
import XCTest

final class MarkupTests: XCTestCase {
    private func marked(_ text: String) -> String {
        ChatText.marked(text, with: "**", unlessContaining: "*\n") { $0.replacing("*", with: "\\*") }
    }

    func testMarked_isBetweenMarks_withItsMarkupEscaped() {
        XCTAssertEqual(marked("acme rocket"), "**acme rocket**")
        XCTAssertEqual(ChatText.marked("a*b", with: "_") { $0.replacing("*", with: "\\*") }, "_a\\*b_")
    }

    func testMarked_hasNoMarks_whereTheyWouldNotWork() {
        for text in ["", " acme", "acme\u{a0}", "a\nb"] { XCTAssertEqual(marked(text), text) }
        XCTAssertEqual(marked("a*b"), "a\\*b")
    }

    func testMarked_isWrittenOtherwise_whenItHasNoMarks() {
        let texts = ["make", " make"].map {
            ChatText.marked($0, with: "`", escaping: { "\($0)!" }, unmarked: { "\($0)?" })
        }

        XCTAssertEqual(texts, ["`make!`", " make?"])
    }

    func testWordPart_isALetterOrDigitOfASCII() {
        let parts = "aZ09_-é٣".unicodeScalars.filter(\.isASCIIWordPart)
        let digits = "aZ09_-é٣".unicodeScalars.filter(\.isASCIIDigit)

        XCTAssertEqual(String(String.UnicodeScalarView(parts)), "aZ09")
        XCTAssertEqual(String(String.UnicodeScalarView(digits)), "09")
    }

    func testPerson_isOwn_unlessTheyAreOnAnotherNetwork() {
        let networks: [NetworkName?] = [nil, "pager", "slack"]

        let own = networks.map { Pager.isOwn(Person(id: "1", on: $0, displayName: "Ada")) }

        XCTAssertEqual(own, [true, true, false])
    }
}

private struct Pager: ChatNetwork {
    static let networkName: NetworkName = "pager"

    func run(_ inbox: ChatInbox) async throws {}
    func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? { nil }
}
