import HTTPTypes
import HarkHTTP
import XCTest

@testable import MicroHTTPD

final class RequestTests: XCTestCase {
    func testPost_isEchoed() throws {
        let server = try TestServer.echo()
        let client = try server.client()

        client.send("POST /a%2Fb?c=%20d HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
        let response = try client.response()

        XCTAssertEqual(response.status, 200)
        XCTAssertEqual(response.text, "POST /a%2Fb?c=%20d hello")
    }

    func testConnection_isKept_betweenRequests() throws {
        let server = try TestServer.echo()
        let client = try server.client()

        let texts = try (0..<3).map { number in
            client.send("GET /\(number) HTTP/1.1\r\nHost: x\r\n\r\n")
            return try client.response().text
        }

        XCTAssertEqual(texts, ["GET /0 ", "GET /1 ", "GET /2 "])
    }

    func testPipelinedRequests_areAnsweredInOrder() throws {
        let server = try TestServer.handling { request in
            if request.target.path.hasSuffix("0") { try? await Task.sleep(for: .milliseconds(20)) }
            return .text(request.target.path)
        }
        let client = try server.client()

        client.send((0..<100).map { "GET /\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined())
        let texts = try (0..<100).map { _ in try client.response().text }

        XCTAssertEqual(texts, (0..<100).map { "/\($0)" })
    }

    func testHead_hasLengthAndNoBody() throws {
        let server = try TestServer.handling { _ in .text("hello") }
        let client = try server.client()

        client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n")
        let head = try client.response(toHead: true)
        let get = try client.response()

        XCTAssertEqual(head["content-length"], "5")
        XCTAssertEqual(get.text, "hello")
    }

    func testOptionsOfServer_isNoContent() throws {
        let server = try TestServer.echo()
        let client = try server.client()

        client.send("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n")
        let statuses = try (0..<2).map { _ in try client.response().status }

        XCTAssertEqual(statuses, [204, 200])
    }

    func testAbsoluteTarget_isStripped() throws {
        let server = try TestServer.echo()
        let client = try server.client()

        let texts = try ["http://x:80/a?b", "HTTP://x", "https://x?b"].map { target in
            client.send("GET \(target) HTTP/1.1\r\nHost: x\r\n\r\n")
            return try client.response().text
        }

        XCTAssertEqual(texts, ["GET /a?b ", "GET / ", "GET /?b "])
    }

    func testHost_isThatOfTheTarget_whenItIsAbsolute() throws {
        let server = try TestServer.handling { request in .text(request.headers["Host"] ?? "none") }
        let client = try server.client()

        let texts = try ["http://a.example:80/b", "/b"].map { target in
            client.send("GET \(target) HTTP/1.1\r\nHost: other.example\r\n\r\n")
            return try client.response().text
        }

        XCTAssertEqual(texts, ["a.example:80", "other.example"])
    }

    func testRequest_isRead_whenItArrivesByteByByte() throws {
        let server = try TestServer.echo()
        let client = try server.client()

        let request = "\r\n\r\nPOST /a?b HTTP/1.1\r\nHost: \t x \r\nContent-Length: 2\r\n\r\nhi"
        for byte in request.utf8 { client.send([byte]) }
        let response = try client.response()

        XCTAssertEqual(response.text, "POST /a?b hi")
    }

    func testHeaders_areKeptInOrderAndTrimmed() throws {
        let server = try TestServer.handling { request in
            .text(request.headers.map { "\($0.name.rawName)=\($0.value)" }.joined(separator: ";"))
        }
        let client = try server.client()

        client.send("GET / HTTP/1.1\r\nhost: x\r\nX-A: \t1 2\t \r\nEmpty:\r\nX-a: 3\r\nX-U: \u{e4}\r\n\r\n")
        let response = try client.response()

        XCTAssertEqual(response.text, "host=x;X-A=1 2;Empty=;X-a=3;X-U=\u{e4}")
    }

    func testHeaderValue_isKeptByteForByte_whenItIsNoText() throws {
        let expected = HTTPField(name: .referer, value: [0x61, 0xff, 0xe4])
        let server = try TestServer.handling { request in .text("\(request.headers.contains(expected))") }
        let client = try server.client()

        client.send(Array("GET / HTTP/1.1\r\nHost: x\r\nReferer: ".utf8) + [0x61, 0xff, 0xe4] + Array("\r\n\r\n".utf8))
        let response = try client.response()

        XCTAssertEqual(response.text, "true")
    }

    func testLargeHead_isRead_withinItsLimits() throws {
        let server = try TestServer.handling { request in .text("\(request.headers.count)") }
        let client = try server.client()
        let target = "/" + String(repeating: "a", count: 7999)
        let fields = (0..<99).map { "X-\($0): \(String(repeating: "b", count: 40))\r\n" }.joined()

        client.send("GET \(target) HTTP/1.1\r\nHost: x\r\n\(fields)\r\n")
        let response = try client.response()

        XCTAssertEqual(response.text, "100")
    }

    func testConnection_isClosed_afterHTTP10() throws {
        let server = try TestServer.echo()
        let client = try server.client()

        client.send("GET / HTTP/1.0\r\n\r\n")
        let text = String(decoding: try client.readToEnd(), as: UTF8.self)

        XCTAssertTrue(text.hasSuffix("GET / "), text)
    }

    func testConnection_isClosed_whenTheClientAsksForIt_amongOthers() throws {
        let server = try TestServer.echo()
        let client = try server.client()

        client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: x, Close\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n")
        let response = try client.response()
        let rest = try client.readToEnd()

        XCTAssertEqual(response["connection"]?.lowercased(), "close")
        XCTAssertEqual(rest, [])
    }

    func testConnection_isKept_forHTTP10ThatAsks() throws {
        let server = try TestServer.echo()
        let client = try server.client()

        let texts = try (0..<2).map { _ in
            client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            return try client.response().text
        }

        XCTAssertEqual(texts, ["GET / ", "GET / "])
    }

    func testPeer_isAddressOfClient() throws {
        let server = try TestServer.handling { request in .text("\(request.peer) \(request.scheme)") }
        let client = try server.client()

        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        let response = try client.response()

        XCTAssertEqual(response.text, "127.0.0.1 http")
    }
}
