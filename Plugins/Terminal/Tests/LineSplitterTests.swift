import TestSupport
import XCTest

@testable import TerminalPlugin

final class LineSplitterTests: XCTestCase {
    func testFeed_endsLinesAtLFAndCRLF() {
        var splitter = LineSplitter()

        let lines = splitter.feed(Array("one\ntwo\r\n\nth\rree\nrest".utf8)) + splitter.finish()

        XCTAssertEqual(lines, [.text("one"), .text("two"), .text(""), .text("th\rree"), .text("rest")])
    }

    func testFeed_givesTheSameLines_howeverTheBytesAreCut() {
        let bytes = Array("é\r\n\r\r\n日本\n".utf8) + [0xff, 0x0a] + Array("0123456789\r\n".utf8)
        var whole = LineSplitter(limit: 10)
        var cut = LineSplitter(limit: 10)

        let expected = whole.feed(bytes)
        let lines = bytes.flatMap { cut.feed([$0]) }

        XCTAssertEqual(lines, expected)
        XCTAssertEqual(
            lines,
            [.text("é"), .text("\r"), .text("日本"), .text("\u{fffd}"), .text("0123456789")]
        )
    }

    func testFeed_reportsALineOnceAndSkipsIt_whenItIsTooLong() {
        let limit = 8
        let cases: [(String, [LineSplitter.Line])] = [
            ("12345678\n", [.text("12345678")]),
            ("12345678\r\n", [.text("12345678")]),
            ("123456789\nok\n", [.tooLong, .text("ok")]),
            ("12345678\r9\nok\n", [.tooLong, .text("ok")]),
            ("12345678\r\r\nok\n", [.tooLong, .text("ok")]),
            (String(repeating: "x", count: 100) + "\nok\n", [.tooLong, .text("ok")]),
            ("123456789", [.tooLong]),
        ]

        for (input, expected) in cases {
            var whole = LineSplitter(limit: limit)
            var cut = LineSplitter(limit: limit)

            XCTAssertEqual(whole.feed(Array(input.utf8)) + whole.finish(), expected, input)
            XCTAssertEqual(input.utf8.flatMap { cut.feed([$0]) } + cut.finish(), expected, input)
        }
    }

    func testFeed_receivesTheLineAfter_whenAMegabyteCameWithoutANewline() {
        var splitter = LineSplitter()
        let chunk = [UInt8](repeating: 0x1b, count: 4096)

        let notices = (0..<256).flatMap { _ in splitter.feed(chunk) }
        let lines = splitter.feed(Array("\nok\n".utf8))

        XCTAssertEqual(notices, [.tooLong])
        XCTAssertEqual(lines, [.text("ok")])
    }

    func testFinish_returnsNothing_whenTheLastLineHasEnded() {
        var splitter = LineSplitter()
        _ = splitter.feed(Array("one\n".utf8))

        let lines = splitter.finish()

        XCTAssertEqual(lines, [])
    }

    func testFeed_keepsEveryLineWithinTheLimit_forRandomBytes() {
        var random = SeededGenerator(seed: 7)
        var splitter = LineSplitter(limit: 16)

        for _ in 0..<2000 {
            let chunk = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                [0x0a, 0x0d, 0x61, 0xff, 0xe6].randomElement(using: &random) ?? UInt8(0)
            }
            for case .text(let text) in splitter.feed(chunk) {
                XCTAssertLessThanOrEqual(text.unicodeScalars.count, 16)
            }
        }
    }
}
