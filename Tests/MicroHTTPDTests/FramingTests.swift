import HarkHTTP
import XCTest

@testable import MicroHTTPD

/// Where one request ends and the next begins must not be a matter of opinion (RFC 9112, 6 and 11.2).
final class FramingTests: XCTestCase {
    private func check(_ requests: [HostileRequest], _ configure: (inout DaemonConfiguration) -> Void = { _ in }) throws
    {
        let server = try TestServer.echo(configure)
        for request in requests { try request.check(on: server) }
    }

    func testContradictingLengths_areRefused() throws {
        try check([
            .post("Content-Length: 5\r\nTransfer-Encoding: chunked", body: "0\r\n\r\n", .refused(400)),
            .post("Transfer-Encoding: chunked\r\nContent-Length: 5", body: "0\r\n\r\n", .refused(400)),
            .post("Content-Length: 5\r\nContent-Length: 5", body: "hello", .refused(400)),
            .post("Content-Length: 5\r\nContent-Length: 6", body: "hello", .refused(400)),
            .post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", body: "0\r\n\r\n", .refused(400)),
            .post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", body: "0\r\n\r\n", .refused(400)),
            HostileRequest("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", .refused(400)),
            HostileRequest(
                "POST / HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                .refused(400)),
        ])
    }

    func testLengths_areRefused_thatAreNoNumbers() throws {
        try check(
            ["5, 5", "+5", "-1", "0x5", "5abc", "", "5 "].map {
                .post("Content-Length: \($0)", body: "hello", .refusedByLibrary(400))
            })
    }

    func testLengths_areRefused_beyondEveryLimit() throws {
        try check([
            .post("Content-Length: 18446744073709551616", .refusedByLibrary(413)),
            .post("Content-Length: 18446744073709551615", .refused(413)),
            .post("Content-Length: 9223372036854775808", .refused(413)),
            .post("Content-Length: 9223372036854775807", .refused(413)),
            .post("Content-Length: 1048577", .refused(413)),
        ])
    }

    func testCodings_areRefused_otherThanChunked() throws {
        try check([
            .post("Transfer-Encoding: xchunked", body: "0\r\n\r\n", .refused(501)),
            .post("Transfer-Encoding: gzip, chunked", body: "0\r\n\r\n", .refused(501)),
            .post("Transfer-Encoding: identity", body: "0\r\n\r\n", .refused(501)),
            .post("Transfer-Encoding: chunked, gzip", body: "0\r\n\r\n", .refused(400)),
            .post("Transfer-Encoding: chunked, chunked", body: "0\r\n\r\n", .refused(400)),
            .post("Transfer-Encoding: \"chunked\"", body: "0\r\n\r\n", .refused(400)),
            .post("Transfer-Encoding: chunked ", body: "0\r\n\r\n", .refused(400)),
            .post("Transfer-Encoding: chunked\t", body: "0\r\n\r\n", .refused(400)),
            .post("Transfer-Encoding: ,chunked", body: "0\r\n\r\n", .refused(400)),
            .post("Transfer-Encoding:", body: "0\r\n\r\n", .refused(400)),
            .post("Transfer-Encoding: \u{b}chunked", body: "0\r\n\r\n", .refused(400)),
        ])
    }

    func testHiddenFramingFields_areRefused() throws {
        try check([
            .post("Content-Length : 5", body: "hello", .refused(400)),
            .post("Content-Length\t: 5", body: "hello", .refused(400)),
            .post("Transfer-Encoding : chunked", body: "0\r\n\r\n", .refused(400)),
            .post("Content-Len: 5\r\n gth", body: "hello", .refused(400)),
            .post("Transfer-: chunked\r\n\tEncoding", body: "0\r\n\r\n", .refused(400)),
            .post("Content-Length: 5\r\n x", body: "hello", .refused(400)),
            .post("Content-Length: 5\0 6", body: "hello", .refused(400)),
            .post("Transfer-Encoding: chunked\0x", body: "0\r\n\r\n", .refused(400)),
            .post("X: a\nContent-Length: 5", body: "hello", .refused(400)),
            .post("X: a\rContent-Length: 5", body: "hello", .refused(400)),
        ])
    }

    func testHeads_areRefused_thatSeemToEndEarly() throws {
        try check([
            .get("\0", .refused(400)), .get("\0X: a", .refused(400)), .get(": x", .refused(400)),
            .get(":", .refused(400)),
        ])
    }

    func testChunks_areRefused_thatAreMalformed() throws {
        let sizes = ["0x5", "+5", "-1", " 5", "5 ", "", "g", "5_"]
        try check(sizes.map { .chunked("\($0)\r\nhello\r\n0\r\n\r\n", .refusedByLibrary(400)) })
        try check([
            .chunked("5\r\nhello0\r\n\r\n", .refusedByLibrary(400)),
            .chunked("5\r\nhelloworld\r\n0\r\n\r\n", .refusedByLibrary(400)),
            .chunked("10000000000000000\r\nhello\r\n0\r\n\r\n", .refusedByLibrary(413)),
        ])
    }

    func testChunks_areTheLastOfTheirConnection_whenTheirLinesAreLoose() throws {
        try check([
            .chunked("5\nhello\r\n0\r\n\r\n", .answeredLast), .chunked("5;a\nhello\r\n0\r\n\r\n", .answeredLast),
            .chunked("5\r\nhello\n0\r\n\r\n", .answeredLast), .chunked("5;a\rb\r\nhello\r\n0\r\n\r\n", .answeredLast),
            .chunked("5\r\nhello\r\n0\r\nX: a\r\n\r\n", .answeredLast),
        ])
    }

    func testChunkedRequests_areBounded_aroundTheirChunks() throws {
        let long = String(repeating: "a", count: 65536)
        try check([
            .chunked("5;\(long)\r\nhello\r\n0\r\n\r\n", .refusedByLibrary(500)),
            .chunked("5\r\nhello\r\n0\r\nX: \(long)\r\n\r\n", .refusedByLibrary(431)),
        ])
    }

    func testChunk_isBoundedByTheDeadline_whenItsSizeIsTheLargestNumber() async throws {
        let server = try TestServer.echo { $0.bodyTimeout = .milliseconds(300) }
        let client = try server.client()

        client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nhello")
        let phase = try await server.events.first { if case .expired(let phase, _) = $0 { phase } else { nil } }

        XCTAssertEqual(phase, .body)
        XCTAssertEqual(try client.readToEnd(), [])
    }
}
