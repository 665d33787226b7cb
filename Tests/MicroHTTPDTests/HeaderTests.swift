import HTTPTypes
import HarkHTTP
import XCTest

@testable import MicroHTTPD

/// The rules of header sections (RFC 9112, 3.2 and 5; RFC 9110, 5).
final class HeaderTests: XCTestCase {
    private func check(_ requests: [HostileRequest]) throws {
        let server = try TestServer.echo()
        for request in requests { try request.check(on: server) }
    }

    private func fields(_ count: Int, of length: Int) -> String {
        (1...count).map { "X-\($0): \(String(repeating: "a", count: length))" }.joined(separator: "\r\n")
    }

    func testProbe_passes_onThisLibrary() {
        XCTAssertEqual(HeadLayoutProbe.passes, Library.version == "0.9.75")
    }

    func testHosts_areRefused_unlessThereIsOneSoundOne() throws {
        try check([
            HostileRequest("GET / HTTP/1.1\r\n\r\n", .refused(400)),
            HostileRequest("GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", .refused(400)),
            HostileRequest("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", .refused(400)),
            HostileRequest("GET / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n", .refused(400)),
            HostileRequest("GET / HTTP/1.1\r\nHost: x/y\r\n\r\n", .refused(400)),
            HostileRequest("GET / HTTP/1.1\r\nHost: x y\r\n\r\n", .refused(400)),
            HostileRequest("GET / HTTP/1.1\r\nHost: a@x\r\n\r\n", .refused(400)),
            HostileRequest("GET / HTTP/1.1\r\nHost: \u{e4}\r\n\r\n", .refused(400)),
        ])
    }

    func testHosts_areAccepted_inEveryForm() throws {
        let server = try TestServer.echo()

        for host in ["x", "x:80", "[::1]:80", "", "a-b.example", "10.0.0.1"] {
            let client = try server.client()
            client.send("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n")

            XCTAssertEqual(try client.response().status, 200, host)
        }
    }

    func testFoldedLines_areRefused() throws {
        try check([
            .get("X: a\r\n b", .refused(400)), .get("X: a\r\n\tb", .refused(400)),
            HostileRequest("GET / HTTP/1.1\r\n Host: x\r\n\r\n", .refused(400)),
        ])
    }

    func testLines_areRefused_thatEndInALineFeedAlone() throws {
        try check([
            HostileRequest("GET / HTTP/1.1\nHost: x\r\n\r\n", .refused(400)),
            HostileRequest("GET / HTTP/1.1\r\nHost: x\n\r\n", .refused(400)),
            HostileRequest("GET / HTTP/1.1\r\nHost: x\r\n\n", .refused(400)),
            HostileRequest("GET / HTTP/1.1\nHost: x\n\n", .refused(400)),
        ])
    }

    func testNames_areRefused_thatAreNoTokens() throws {
        try check(["X(", "X Y", "X\u{e4}", "\"X\"", "X\u{1}", "X\u{7f}", "X/"].map { .get("\($0): a", .refused(400)) })
    }

    func testValues_areRefused_withControlCharacters() throws {
        try check(
            ["a\rb", "a\u{1}b", "a\u{1b}b", "a\u{7f}b", "\u{b}a", "a\0b", "\0"].map { .get("X: \($0)", .refused(400)) })
    }

    func testLines_areRefused_withoutAColon() throws {
        try check([.get("X", .refusedByLibrary(400))])
    }

    func testExpectations_areRefused_otherThanContinue() throws {
        try check([
            .get("Expect: 200-ok", .refused(417)), .get("Expect: 100-continue\r\nExpect: 100-continue", .refused(417)),
            .get("Expect:", .refused(417)),
        ])
    }

    func testLargeHeads_areRefused() throws {
        try check([
            .get(fields(100, of: 1), .refused(431)), .get(fields(437, of: 1), .refusedByLibrary(431)),
            .get(fields(5, of: 3300), .refused(431)), .get(fields(1, of: 20_000), .refused(431)),
            .get(fields(1, of: 60_000), .refusedByLibrary(431)),
        ])
    }

    func testCookies_areRead_upToHalfOfTheHeaderLimit() throws {
        let server = try TestServer.handling { request in .text("\(request.headers[.cookie]?.utf8.count ?? 0)") }
        let client = try server.client()
        let pairs = (0..<40).map { "cookie\($0)=\(String(repeating: "a", count: 190))" }.joined(separator: "; ")

        client.send("GET / HTTP/1.1\r\nHost: x\r\nCookie: \(pairs)\r\n\r\n")
        let response = try client.response()

        XCTAssertEqual(response.text, "\(pairs.utf8.count)")
    }

    func testUnfinishedCookie_leavesNothingBehind_evenWithAMalformedLength() async throws {
        let server = try TestServer.echo()
        let hostile = HostileRequest.get("Cookie: a=\"\r\nContent-Length: x", .cut)
        try HostileRequest.get("Cookie: a=\"", .refusedByLibrary(431)).check(on: server)
        let before = OpenSockets.count

        for _ in 0..<200 { try hostile.check(on: server) }

        try await OpenSockets.wait(until: before)
        let start = ContinuousClock.now
        await server.daemon.drain(within: .seconds(30))
        XCTAssertLessThan(ContinuousClock.now - start, .seconds(15))
    }

    func testRefusal_isReported() async throws {
        let server = try TestServer.echo()
        let client = try server.client()

        client.send("GET / HTTP/1.1\r\n\r\n")
        let refused = try await server.events.first { event in
            if case .refused(let status, _, _) = event { status } else { nil }
        }

        XCTAssertEqual(refused, .badRequest)
        _ = client
    }
}
