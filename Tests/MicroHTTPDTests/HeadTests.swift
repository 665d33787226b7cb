import HTTPTypes
import HarkHTTP
import XCTest

@testable import MicroHTTPD

final class HeadTests: XCTestCase {
    func testProbe_passes_onThisLibrary() {
        XCTAssertEqual(HeadLayoutProbe.passes, Library.version == "0.9.75")
    }

    func testMalformedHeads_areRefusedAndTheConnectionClosed() throws {
        let server = try TestServer.echo()
        let statuses: [(head: String, status: Int)] = [
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 18446744073709551615\r\n\r\n", 413),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9223372036854775808\r\n\r\n", 413),
            ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n", 501),
            ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501),
            ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, gzip\r\n\r\n", 501),
            ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\n\r\n", 501),
            ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \"chunked\"\r\n\r\n", 501),
            ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked \r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n\r\n", 501),
            ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \u{b}chunked\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n", 400),
            ("POST / HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length : 5\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length\t: 5\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Len: 5\r\n gth\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-: chunked\r\n\tEncoding\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n x\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\0 6\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\0x\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\n\0\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\n: x\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\n:\r\n\r\n", 400),
            ("GET /ec\0ho HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GE\0T / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET / HTTP/1.1\nHost: x\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\n\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nX: a\rb\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nX: a\u{1}b\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nX(: a\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nX Y: a\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", 400),
            ("GET / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x/y\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x y\r\n\r\n", 400),
            ("GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET /  HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET * HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET echo HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET ftp://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET http://x y/ HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET http:///a HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET /#a HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET /\u{e4} HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET /% HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n", 405),
            ("TRACE / HTTP/1.1\r\nHost: x\r\n\r\n", 405),
            ("post / HTTP/1.1\r\nHost: x\r\n\r\n", 501),
            ("P(ST / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET /\(String(repeating: "a", count: 8192)) HTTP/1.1\r\nHost: x\r\n\r\n", 414),
            ("GET / HTTP/1.1\r\nHost: x\r\nExpect: 200-ok\r\n\r\n", 417),
            (
                "GET / HTTP/1.1\r\nHost: x\r\n\((0..<100).map { "X-\($0): a\r\n" }.joined())\r\n", 431
            ),
            (
                "GET / HTTP/1.1\r\nHost: x\r\n\((0..<5).map { "X-\($0): \(String(repeating: "a", count: 3300))\r\n" }.joined())\r\n",
                431
            ),
        ]

        for (head, status) in statuses {
            let client = try server.client()
            client.send(head)
            let response = try? client.response()

            XCTAssertEqual(response?.status, status, head.debugDescription.prefix(120).description)
            XCTAssertEqual(
                response?["connection"]?.lowercased(), "close", head.debugDescription.prefix(120).description)
            XCTAssertNoThrow(try client.readToEnd())
        }
    }

    func testRefusal_isReportedAndNamesNoServer() async throws {
        let server = try TestServer.echo()
        let client = try server.client()

        client.send("GET / HTTP/1.1\r\n\r\n")
        let response = try client.response()
        let refused = try await server.events.first { event in
            if case .refused(let status, _, _) = event { status } else { nil }
        }

        XCTAssertEqual(refused, .badRequest)
        XCTAssertNil(response["server"])
    }

    func testHosts_areAccepted_inEveryForm() throws {
        let server = try TestServer.echo()

        for host in ["x", "x:80", "[::1]:80", "", "a-b.example", "10.0.0.1"] {
            let client = try server.client()
            client.send("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n")

            XCTAssertEqual(try client.response().status, 200, host)
        }
    }
}
