import HarkEvents
import XCTest

@testable import IRCPlugin

final class IRCTextTests: XCTestCase {
    private func pieces(
        _ text: ChatText, _ severity: Severity? = nil, room: Int = 400, limit: Int = 5, isPlain: Bool = false
    ) -> [String] {
        IRCText.pieces(of: IRCText.lines(of: text, severity: severity, isPlain: isPlain), room: room, limit: limit).map(
            \.text)
    }

    func testPieces_holdEachSign_ofARowWithoutEnd() {
        let row = { String(repeating: "&", count: $0) }

        XCTAssertEqual(
            pieces(ChatText(row(100)), room: 41), [" \(row(40))", " \(row(40))", " \(row(20))"])
        XCTAssertEqual(pieces(ChatText("abc\(row(10))"), room: 8), ["ab", "c&&&&&&&", " &&&"])
    }

    func testSpans_haveTheirCodes() {
        let ada = Person(id: "ada!u@h", displayName: "ada")
        let link = ChatText(link: UntrustedText("docs"), to: "https://example.org/a")
        let text: ChatText = "[\(strong: UntrustedText("acme"))] \(ada): \(code: UntrustedText("make")) \(link)"

        XCTAssertEqual(
            pieces(text, .error), ["❌ [\u{2}acme\u{2}] ada: \u{11}make\u{11} docs <https://example.org/a>"])
        XCTAssertEqual(pieces(text, isPlain: true), ["[acme] ada: make docs <https://example.org/a>"])
    }

    func testControls_andBidirectionalMarks_areLeftOut() {
        let text = ChatText("a\u{2}b\u{1}c\u{3}04d\u{202e}e\u{200f}f\tg\u{0}h")

        XCTAssertEqual(pieces(text), ["abc04def gh"])
    }

    func testLines_areSplitAtBreaks_withoutEmptyOnes() {
        XCTAssertEqual(pieces(ChatText("a\r\n\n  \nb\u{2028}c")), ["a", "b", "c"])
        XCTAssertEqual(pieces(ChatText("\n")), [" "])
    }

    func testSignsOfOtherBots_areNotFirst() {
        XCTAssertEqual(pieces(ChatText("!op eve\n.kick\n[x] !op")), [" !op eve", " .kick", "[x] !op"])
    }

    func testSignsOfOtherBots_areNotFirstInAFurtherPiece() {
        let spaced = pieces(ChatText(String(repeating: "x", count: 20) + " !deploy prod"), room: 24)
        let dense = pieces(ChatText(String(repeating: "x", count: 24) + "!deploy prod"), room: 24)

        XCTAssertEqual(spaced, [String(repeating: "x", count: 20), " !deploy prod"])
        XCTAssertEqual(dense, [String(repeating: "x", count: 23), "x!deploy prod"])
    }

    func testSplit_isAtTheLastSpaceThatFits() {
        XCTAssertEqual(pieces(ChatText("one two three"), room: 7), ["one two", "three"])
        XCTAssertEqual(pieces(ChatText("one two three"), room: 8), ["one two", "three"])
        XCTAssertEqual(pieces(ChatText("onetwothree"), room: 4), ["onet", "woth", "ree"])
    }

    func testSplit_isNeverWithinACharacter() {
        let family = "👨‍👩‍👧"

        let pieces = pieces(ChatText(String(repeating: family, count: 4)), room: family.utf8.count * 2 + 3)

        XCTAssertEqual(pieces, [family + family, family + family])
    }

    func testSplit_opensCodesAgain() {
        let text: ChatText = "a \(strong: UntrustedText("bold text here"))"

        XCTAssertEqual(pieces(text, room: 8), ["a \u{2}bold", "\u{2}text", "\u{2}here"])
    }

    func testPieces_fillTheRoomToTheByte() {
        let text = String(repeating: "é", count: 50)
        XCTAssertEqual(pieces(ChatText(text), room: 100), [text])
        XCTAssertEqual(pieces(ChatText(text), room: 99).map(\.utf8.count), [98, 2])
    }

    func testLongTexts_areCutWithACount() {
        let text = ChatText((1...9).map { "line \($0)" }.joined(separator: "\n"))

        XCTAssertEqual(pieces(text), ["line 1", "line 2", "line 3", "line 4", "line 5 … (4 more)"])
        XCTAssertTrue(
            pieces(ChatText(String(repeating: "x", count: 9000)), room: 200).allSatisfy { $0.utf8.count <= 200 })
    }

    func testEndlessCharacters_areBounded() {
        let zalgo = "a" + String(repeating: "\u{301}", count: 4000)
        let chain = String(repeating: "👩\u{200d}", count: 400)

        for text in [zalgo, chain] {
            XCTAssertTrue(pieces(ChatText(text), room: 200).allSatisfy { $0.utf8.count <= 200 })
        }
    }

    func testReceivedCodes_areStripped() {
        XCTAssertEqual(IRCText.plain("\u{3}04,12!status\u{3} \u{2}x\u{f} \u{4}ff0000y\u{3}1,z"), "!status x y,z")
    }
}
