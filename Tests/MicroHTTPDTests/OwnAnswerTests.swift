import HTTPTypes
import HarkHTTP
import XCTest

@testable import MicroHTTPD

/// Answers that no responder made: no browser may guess their type, and they say nothing about the server.
final class OwnAnswerTests: XCTestCase {
    private func assertPlain(_ response: RawResponse, _ status: Int, line: UInt = #line) {
        XCTAssertEqual(response.status, status, line: line)
        XCTAssertEqual(response["x-content-type-options"], "nosniff", line: line)
        XCTAssertNil(response["server"], line: line)
    }

    func testRefusal_isPlain() throws {
        let server = try TestServer.echo()
        let client = try server.client()

        client.send("GET / HTTP/1.1\r\n\r\n")

        assertPlain(try client.response(), 400)
    }

    func testRefusalOfAChunkedBody_isPlain() throws {
        let server = try TestServer.echo { $0.bodyLimit = 1 }
        let client = try server.client()

        client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n")

        assertPlain(try client.response(), 413)
    }

    func testAnswerToADeadline_isPlain() throws {
        let server = try TestServer.handling {
            $0.handlerTimeout = .milliseconds(50)
        } _: { _ in
            try? await Task.sleep(for: .seconds(60))
            return .text("late")
        }
        let client = try server.client()

        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")

        assertPlain(try client.response(), 503)
    }

    func testReplacementOfAnUnusableResponse_isPlain() throws {
        let server = try TestServer.handling { _ in Response(status: .init(code: 101)) }
        let client = try server.client()

        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")

        assertPlain(try client.response(), 500)
    }

    func testOptionsOfTheServer_arePlain() throws {
        let server = try TestServer.echo()
        let client = try server.client()

        client.send("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n")

        assertPlain(try client.response(), 204)
    }

    func testResponder_decidesOnItsOwnAnswers() throws {
        let server = try TestServer.echo()
        let client = try server.client()

        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")

        XCTAssertNil(try client.response()["x-content-type-options"])
    }
}
