import HTTPTypes
import HarkHTTP
import XCTest

@testable import MicroHTTPD

final class ResponseTests: XCTestCase {
    private func answer(_ response: Response, to method: String = "GET") throws -> (RawResponse, TestServer) {
        let server = try TestServer.handling { _ in response }
        let client = try server.client()
        client.send("\(method) / HTTP/1.1\r\nHost: x\r\n\r\n")
        return (try client.response(), server)
    }

    func testFields_areSentInOrder_repeatedOnesToo() throws {
        let response = Response.text("hi").with(.setCookie, "a=1").with(.setCookie, "b=2")

        let (raw, _) = try answer(response)

        XCTAssertEqual(raw.fields.filter { $0.name == "set-cookie" }.map(\.value), ["a=1", "b=2"])
    }

    func testFraming_isTheServersOwn() throws {
        let response = Response.text("hi").with(.contentLength, "99").with(.transferEncoding, "chunked")

        let (raw, _) = try answer(response.with(.connection, "upgrade"))

        XCTAssertEqual(raw["content-length"], "2")
        XCTAssertNil(raw["transfer-encoding"])
        XCTAssertNotEqual(raw["connection"], "upgrade")
    }

    func testField_isDropped_whenItsValueIsNoFieldValue() async throws {
        var response = Response.text("hi")
        response.headers.append(HTTPField(name: .location, lenientValue: Array("a\u{1}b".utf8)))

        let (raw, server) = try answer(response)
        let dropped = try await server.events.first { if case .fieldDropped(let name) = $0 { name } else { nil } }

        XCTAssertNil(raw["location"])
        XCTAssertEqual(dropped, "Location")
    }

    func testField_neverBreaksTheMessage_whateverItsValue() throws {
        let values = ["a\r\nX-Evil: b", "a\nX-Evil: b", "a\r\n\r\nevil", "a\u{0}b", "a\u{1}b", "\u{7f}", "", " "]
        for value in values {
            var response = Response.text("hi").with(.server, value)
            response.headers.append(HTTPField(name: .location, lenientValue: Array(value.utf8)))

            let (raw, _) = try answer(response.with(.allow, "GET"))

            XCTAssertEqual(raw.status, 200, value.debugDescription)
            XCTAssertNil(raw["x-evil"], value.debugDescription)
            XCTAssertEqual(raw["allow"], "GET", value.debugDescription)
            XCTAssertEqual(raw.text, "hi", value.debugDescription)
        }
    }

    func testFieldValue_isSentByteForByte_whenItIsNoText() throws {
        var response = Response.text("hi")
        response.headers.append(HTTPField(name: .location, value: [0x61, 0xff, 0x09, 0xe4]))
        let server = try TestServer.handling { [response] _ in response }
        let client = try server.client()

        client.send("GET / HTTP/1.0\r\n\r\n")
        let bytes = try client.readToEnd()

        XCTAssertNotNil(bytes.firstRange(of: Array("Location: a".utf8) + [0xff, 0x09, 0xe4, 13, 10]))
    }

    func testField_isSkipped_whenItsValueIsEmpty() throws {
        let (raw, _) = try answer(Response.text("hi").with(.location, ""))

        XCTAssertNil(raw["location"])
        XCTAssertEqual(raw.status, 200)
    }

    func testNoContent_hasNoBody() throws {
        let (raw, _) = try answer(Response(status: .noContent, body: [1, 2, 3]))

        XCTAssertEqual(raw.status, 204)
        XCTAssertEqual(raw.body, [])
    }

    func testStatus_is500_whenItCannotBeSent() async throws {
        let (raw, server) = try answer(Response(status: .init(code: 101)))
        let reported = try await server.events.first { if case .responseUnusable = $0 { true } else { nil } }

        XCTAssertEqual(raw.status, 500)
        XCTAssertEqual(reported, true)
    }

    func testLargeBody_isSentWhole() throws {
        let body = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }

        let (raw, _) = try answer(.bytes(body))

        XCTAssertEqual(raw.body, body)
    }
}
