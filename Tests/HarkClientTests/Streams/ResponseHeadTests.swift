import HTTPTypes
import XCTest

@testable import HarkClient

final class ResponseHeadTests: XCTestCase {
    func testHead_isRead_howeverTheBytesAreSplit() throws {
        let text = Array("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nX:\t1 \r\n\r\nrest".utf8)

        for size in 1...text.count {
            var buffer = ResponseHeadBuffer()
            var rest = text[...]
            var found: (head: ResponseHead, rest: [UInt8])?
            while found == nil, !rest.isEmpty {
                found = try buffer.append(Array(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            let answer = try XCTUnwrap(found)
            XCTAssertEqual(answer.head.status, 101)
            XCTAssertEqual(answer.head.reason, "Switching Protocols")
            XCTAssertEqual(answer.head.fields[.upgrade], "websocket")
            XCTAssertEqual(answer.rest + rest, Array("rest".utf8))
        }
    }

    func testHead_isRefused_asSoonAsItCannotBeOne() {
        for text in [
            "SSH-2.0", "HTTX", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 099 X\r\n\r\n", "HTTP/1.1 200\r\nno colon\r\n\r\n",
        ] {
            var buffer = ResponseHeadBuffer()
            XCTAssertThrowsError(try buffer.append(Array(text.utf8)), text)
        }
    }
}
