import XCTest

@testable import TerminalPlugin

final class KeyDecoderTests: XCTestCase {
    func testFeed_knowsTheKeysOfCommonTerminals() {
        let cases: [(String, [Key])] = [
            ("a", [.text("a")]),
            ("\u{1}\u{5}\u{b}\u{15}\u{17}\u{c}", [.home, .end, .killToEnd, .killToStart, .killWordLeft, .clearScreen]),
            ("\u{2}\u{6}\u{10}\u{e}", [.left, .right, .up, .down]),
            ("\u{3}\u{4}\u{1a}", [.interrupt, .endOfInput, .suspend]),
            ("\r\n\t", [.enter, .enter, .text(" ")]),
            ("\u{8}\u{7f}", [.backspace, .backspace]),
            ("\u{1b}[A\u{1b}[B\u{1b}[C\u{1b}[D", [.up, .down, .right, .left]),
            ("\u{1b}OA\u{1b}OB\u{1b}OC\u{1b}OD\u{1b}OH\u{1b}OF", [.up, .down, .right, .left, .home, .end]),
            ("\u{1b}[H\u{1b}[F\u{1b}[1~\u{1b}[4~\u{1b}[7~\u{1b}[8~", [.home, .end, .home, .end, .home, .end]),
            ("\u{1b}[1;5C\u{1b}[1;5D\u{1b}[1;3C\u{1b}[1;3D", [.wordRight, .wordLeft, .wordRight, .wordLeft]),
            ("\u{1b}b\u{1b}f\u{1b}d\u{1b}\u{7f}", [.wordLeft, .wordRight, .killWordRight, .killWordLeft]),
            ("\u{1b}[3~\u{1b}[3;5~", [.delete, .killWordRight]),
        ]

        for (input, expected) in cases {
            XCTAssertEqual(decoded(Array(input.utf8)), expected, input.debugDescription)
        }
    }

    func testFeed_swallowsWhatMeansNothing() {
        let inputs = [
            "\u{1b}[200~", "\u{1b}[201~", "\u{1b}[15~", "\u{1b}[?1;2c", "\u{1b}[12;34R", "\u{1b}OP", "\u{1b}x",
            "\u{1b}[\(String(repeating: "1", count: 1000))m", "\u{0}", "\u{1d}", "\u{1b}\u{1b}[15~",
        ]

        for input in inputs {
            XCTAssertEqual(decoded(Array((input + "z").utf8)), [.text("z")], input.debugDescription)
        }
    }

    func testFeed_assemblesCharactersOfSeveralBytes() {
        let keys = decoded(Array("é日🙂".utf8))

        XCTAssertEqual(keys, [.text("é"), .text("日"), .text("🙂")])
    }

    func testFeed_replacesBytes_thatAreNotUTF8() {
        let replacement = Key.text("\u{fffd}")
        let cases: [([UInt8], [Key])] = [
            ([0xff], [replacement]),
            ([0x80], [replacement]),
            ([0xc3, 0x61], [replacement, .text("a")]),
            ([0xc0, 0xaf], [replacement, replacement]),
            ([0xed, 0xa0, 0x80], [replacement, replacement, replacement]),
            ([0xf0, 0x9f, 0x0d], [replacement, .enter]),
            ([0x1b, 0xc3, 0xa9], [.text("é")]),
        ]

        for (bytes, expected) in cases {
            XCTAssertEqual(decoded(bytes), expected, "\(bytes)")
        }
    }

    private func decoded(_ bytes: [UInt8]) -> [Key] {
        var decoder = KeyDecoder()
        return bytes.flatMap { decoder.feed($0) }
    }
}
