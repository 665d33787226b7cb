import HarkHTTP
import XCTest

@testable import MicroHTTPD

/// The rules of request lines (RFC 9112, 3).
final class RequestLineTests: XCTestCase {
    private func check(_ requests: [HostileRequest]) throws {
        let server = try TestServer.echo()
        for request in requests { try request.check(on: server) }
    }

    private func answer(_ request: String) throws -> RawResponse {
        let server = try TestServer.echo()
        let client = try server.client()
        client.send(request)
        return try client.response()
    }

    func testSpaces_areRefused_whereTheyDoNotBelong() throws {
        try check([
            .line("GET  / HTTP/1.1", .refused(400)), .line("GET /  HTTP/1.1", .refused(400)),
            .line("GET /a b HTTP/1.1", .refused(400)), .line("GET / HTTP/1.1 ", .refusedByLibrary(400)),
            .line(" GET / HTTP/1.1", .cut), .line("GET\t/\tHTTP/1.1", .cut), .line("GET/HTTP/1.1", .cut),
        ])
    }

    func testTargets_areRefused_thatAreNeitherPathsNorURLs() throws {
        try check([
            .line("GET * HTTP/1.1", .refused(400)), .line("GET echo HTTP/1.1", .refused(400)),
            .line("GET x:80 HTTP/1.1", .refused(400)), .line("GET ftp://x/ HTTP/1.1", .refused(400)),
            .line("GET http:///a HTTP/1.1", .refused(400)), .line("GET http://a@x/ HTTP/1.1", .refused(400)),
            .line("GET http://x y/ HTTP/1.1", .refused(400)),
        ])
    }

    func testTargets_areRefused_withBytesThatBelongInNone() throws {
        let targets = ["/#a", "/\u{e4}", "/\"", "/<", "/>", "/\\", "/^", "/`", "/{", "/|", "/}", "/\u{7f}", "/\u{1}"]
        try check(targets.map { .line("GET \($0) HTTP/1.1", .refused(400)) })
        try check(
            ["/%zz", "/%", "/%4", "/%00", "/?a=%00", "/echo%00.txt", "/ec\0ho"].map {
                .line("GET \($0) HTTP/1.1", .refused(400))
            })
    }

    func testMethods_areRefused_thatRoutesCannotHave() throws {
        try check([
            .line("CONNECT x:443 HTTP/1.1", .refused(405)), .line("TRACE / HTTP/1.1", .refused(405)),
            .line("post / HTTP/1.1", .refused(501)), .line("FOO / HTTP/1.1", .refused(501)),
            .line("\(String(repeating: "A", count: 5000)) / HTTP/1.1", .refused(501)),
            .line("P(ST / HTTP/1.1", .refused(400)), .line("GE\0T / HTTP/1.1", .refused(400)),
        ])
    }

    func testRefusedMethod_comesWithThoseThatAreAllowed() throws {
        let response = try answer("TRACE / HTTP/1.1\r\nHost: x\r\n\r\n")

        XCTAssertEqual(response["allow"], "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
    }

    func testVersions_areRefused_otherThanOne() throws {
        try check([
            .line("GET / HTTP/2.0", .refusedByLibrary(505)), .line("GET / HTTP/0.8", .refusedByLibrary(505)),
            .line("GET / http/1.1", .refusedByLibrary(400)), .line("GET / HTTP/1.10", .refusedByLibrary(400)),
            HostileRequest("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .refusedByLibrary(505)),
            HostileRequest("GET /\r\n\r\n", .refusedByLibrary(400)),
        ])
    }

    func testLaterMinorVersion_isServedLikeHTTP11() throws {
        XCTAssertEqual(try answer("GET / HTTP/1.2\r\nHost: x\r\n\r\n").status, 200)
    }

    func testLongTargets_areRefused() throws {
        let lengths = [8192, 16_000, 60_000]
        let server = try TestServer.echo()

        for length in lengths {
            let outcome: HostileRequest.Outcome = length < 16_384 ? .refused(414) : .refusedByLibrary(414)
            try HostileRequest.line("GET /\(String(repeating: "a", count: length)) HTTP/1.1", outcome).check(on: server)
        }
    }

    func testDotSegments_areLeftToTheRouter() throws {
        XCTAssertEqual(
            try answer("GET /a/%2e%2e/../b HTTP/1.1\r\nHost: x\r\n\r\n").text, "GET /a/%2e%2e/../b ")
    }

    func testQuery_isKept_withAThousandArguments() throws {
        let query = String(repeating: "&", count: 1000)

        let response = try answer("GET /?\(query) HTTP/1.1\r\nHost: x\r\n\r\n")

        XCTAssertEqual(response.text, "GET /?\(query) ")
    }
}
