import XCTest

@testable import IRCPlugin

final class IRCMessageTests: XCTestCase {
    private func parsed(_ line: String) -> IRCMessage? { IRCMessage(Array(line.utf8)) }

    func testLine_isCutIntoItsParts() throws {
        let message = try XCTUnwrap(
            parsed("@time=x;+draft/reply=a\\:b\\s\\\\;flag :ada!u@h.test  privmsg #ops :hi  all "))

        XCTAssertEqual(message.tags, ["time": "x", "+draft/reply": "a;b \\", "flag": ""])
        XCTAssertEqual(message.source?.nick, "ada")
        XCTAssertEqual(message.source?.user, "u")
        XCTAssertEqual(message.source?.host, "h.test")
        XCTAssertEqual(message.source?.mask, "ada!u@h.test")
        XCTAssertEqual(message.command, "PRIVMSG")
        XCTAssertEqual(message.parameters, ["#ops", "hi  all "])
    }

    func testTrailingParameter_mayHaveNoColon() {
        XCTAssertEqual(parsed(":h JOIN :#c")?.parameters, parsed(":h JOIN #c")?.parameters)
        XCTAssertEqual(parsed("AUTHENTICATE :+")?[0], "+")
        XCTAssertEqual(parsed("PRIVMSG #c :")?.parameters, ["#c", ""])
    }

    func testHostileLines_areTaken() {
        for line in ["", " ", "@", "@a", ":", ":x", "@a=b :x", "@;;= :!@ 999 :::", ":a!@b X"] { _ = parsed(line) }
        XCTAssertNil(parsed(":x"))
        XCTAssertEqual(IRCMessage([0x50, 0x20, 0x3A, 0xFF, 0xC3])?.text, "\u{FFFD}\u{FFFD}")
        XCTAssertEqual(IRCMessage([0x50, 0, 0x20, 0x3A, 0])?.text, "\0")
    }

    func testWrittenLine_holdsNoSecondCommand() {
        let line = IRCLine("PRIVMSG", "#a\r\nQUIT", text: "hi\r\nQUIT :bye\0")

        XCTAssertEqual(line.text, "PRIVMSG #aQUIT :hiQUIT :bye")
        XCTAssertEqual(IRCLine("X", ":a b", "").text, "X ab *")
        XCTAssertEqual(
            String(decoding: line.bytes(tags: [("a", "b;c d\r\n\\")]), as: UTF8.self),
            "@a=b\\:c\\sd\\r\\n\\\\ PRIVMSG #aQUIT :hiQUIT :bye\r\n")
    }

    func testCaseMappings_foldTheirOwnLetters() {
        XCTAssertEqual(CaseMapping.ascii.folded("AZ[]\\^é"), "az[]\\^é")
        XCTAssertEqual(CaseMapping.rfc1459.folded("AZ[]\\^"), "az{}|~")
        XCTAssertEqual(CaseMapping.strict.folded("AZ[]\\^"), "az{}|^")
    }
}
