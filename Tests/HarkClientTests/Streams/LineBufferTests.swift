import XCTest

@testable import HarkClient

final class LineBufferTests: XCTestCase {
    func testLines_areCut_howeverTheBytesAreSplit() throws {
        let text = Array("PING :a\r\n\nplain\r\nrest".utf8)

        for size in 1...text.count {
            var buffer = LineBuffer(limit: 7)
            var lines: [String] = []
            for start in stride(from: 0, to: text.count, by: size) {
                buffer.append(Array(text[start..<min(start + size, text.count)]))
                while let line = try buffer.next() { lines.append(String(decoding: line, as: UTF8.self)) }
            }
            XCTAssertEqual(lines, ["PING :a", "", "plain"], "\(size)")
        }
    }

    func testLine_isRefused_whenItIsLongerThanTheLimit() {
        for text in ["12345678\n", "12345678\r\n", "123456789"] {
            var buffer = LineBuffer(limit: 7)
            buffer.append(Array(text.utf8))

            XCTAssertThrowsError(try buffer.next(), text) { error in
                XCTAssertEqual(error as? StreamError, .tooMuch(limit: 7))
            }
        }
    }
}
