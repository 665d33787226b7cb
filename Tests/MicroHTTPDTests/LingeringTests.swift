import Foundation
import HTTPTypes
import HarkHTTP
import XCTest

@testable import MicroHTTPD

/// Clients that write all of a request before they read find their answer, however early it was given.
final class LingeringTests: XCTestCase {
    private static let body = [UInt8](repeating: UInt8(ascii: "a"), count: 8 << 20)

    /// Two ways to announce the same body, each with the body as it is sent.
    private static let framings = [
        (field: "Content-Length: \(body.count)", sent: body),
        (field: "Transfer-Encoding: chunked", sent: Array("800000\r\n".utf8) + body + Array("\r\n0\r\n\r\n".utf8)),
    ]

    private func temporarySocket() -> ListenAddress {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).sock").path
        addTeardownBlock { try? FileManager.default.removeItem(atPath: path) }
        return .unix(path: path)
    }

    /// The answer to a client that first sends all of a long body.
    private func answerAfterWriting(
        _ framing: (field: String, sent: [UInt8]), to server: TestServer, file: StaticString = #filePath,
        line: UInt = #line
    ) throws -> RawResponse {
        let client = try server.client()
        client.send("POST / HTTP/1.1\r\nHost: x\r\n\(framing.field)\r\n\r\n")
        XCTAssertTrue(client.send(framing.sent), "the connection broke", file: file, line: line)
        client.finishSending()
        let response = try client.response()
        XCTAssertEqual(try client.readToEnd(), [], file: file, line: line)
        return response
    }

    func testTooLargeBody_isAnswered_whenItIsWrittenFirst() throws {
        for address in [ListenAddress.tcp(host: "127.0.0.1", port: 0), temporarySocket()] {
            let server = try TestServer(on: address) { _ in Admission { _ in .text("read") } }

            for framing in Self.framings {
                let response = try answerAfterWriting(framing, to: server)

                XCTAssertEqual(response.status, 413, "\(address) \(framing.field)")
                XCTAssertEqual(response.text, "The body is too large.\n", "\(address) \(framing.field)")
                XCTAssertEqual(response["connection"]?.lowercased(), "close")
            }
        }
    }

    func testTooLargeBody_isAnsweredOverTLS_whenItIsWrittenFirst() throws {
        let workshop = try TLSWorkshop()
        let identity = try workshop.identity
        let server = try TestServer.echo { $0.tls = identity }
        guard case .tcp(_, let port) = server.daemon.address else { return XCTFail("not TCP") }
        guard try workshop.run("python3", ["-c", ""]).status == 0 else { throw XCTSkip("python3 is not installed.") }

        for isChunked in [false, true] {
            let script = """
                import socket, ssl
                context = ssl.create_default_context(cafile="cert.pem")
                stream = context.wrap_socket(socket.create_connection(("localhost", \(port)), 10), \
                server_hostname="localhost")
                body = b"a" * (8 << 20)
                framing = b"Transfer-Encoding: chunked" if \(isChunked ? 1 : 0) else b"Content-Length: 8388608"
                if \(isChunked ? 1 : 0): body = b"800000\\r\\n" + body + b"\\r\\n0\\r\\n\\r\\n"
                stream.sendall(b"POST / HTTP/1.1\\r\\nHost: x\\r\\n" + framing + b"\\r\\n\\r\\n" + body)
                answer = b""
                while part := stream.recv(65536): answer += part
                print(answer.decode())
                """
            let (status, output) = try workshop.run("python3", ["-c", script])

            XCTAssertEqual(status, 0)
            XCTAssertTrue(output.hasPrefix("HTTP/1.1 413 "), output)
            XCTAssertTrue(output.contains("The body is too large."), output)
        }
    }

    func testEarlyRefusals_keepTheirFieldsAndText() throws {
        let refusals = [
            Response.text("sign in", status: .unauthorized).with(.wwwAuthenticate, "Bearer"),
            Response.text("not here", status: .notFound),
            Response.text("post", status: .methodNotAllowed).with(.allow, "GET"),
            Response.text("later", status: .tooManyRequests).with(.retryAfter, "7"),
        ]
        for refusal in refusals {
            let server = try TestServer { _ in .refused(refusal) }

            for framing in Self.framings {
                let response = try answerAfterWriting(framing, to: server)

                XCTAssertEqual(response.status, refusal.status.code)
                XCTAssertEqual(response.body, refusal.body)
                for field in refusal.headers { XCTAssertEqual(response[field.name.rawName], field.value) }
            }
        }
    }

    func testMalformedHead_isAnswered_whenABodyIsWrittenFirst() throws {
        let server = try TestServer.echo()
        let framing = (field: "Content-Length: 1\r\nContent-Length: 1", sent: Self.body)

        let response = try answerAfterWriting(framing, to: server)

        XCTAssertEqual(response.status, 400)
        XCTAssertEqual(response.text, "Content-Length is given twice.\n")
    }

    func testTooLargeHead_isAnsweredByTheLibrary_whenItIsWrittenFirst() throws {
        let server = try TestServer.echo()
        let client = try server.client()

        client.send("GET / HTTP/1.1\r\nHost: x\r\nX: ")
        XCTAssertTrue(client.send(Self.body))
        let response = try client.response()

        XCTAssertEqual(response.status, 431)
    }

    func testAnswer_isThere_whileTheBodyIsStillComing() throws {
        let server = try TestServer.echo { $0.bodyLimit = 10 }
        let client = try server.client()

        client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n800000\r\n01234567890123456789")
        let response = try client.response()

        XCTAssertEqual(response.status, 413)
        XCTAssertTrue(client.send(Self.body))
    }

    func testLingeringConnection_isClosed_afterSoManyBytes() async throws {
        let server = try TestServer.echo {
            $0.bodyLimit = 10
            $0.lingerLimit = 100_000
        }
        let client = try server.client()

        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n")
        var sent = 0
        while sent < 100, client.send(Array(Self.body.prefix(1 << 20))) { sent += 1 }

        XCTAssertLessThan(sent, 100)
    }

    func testLingeringConnection_isClosed_afterSomeSilence() async throws {
        let sockets = OpenSockets.count
        let server = try TestServer.echo {
            $0.bodyLimit = 10
            $0.lingerSilence = .milliseconds(100)
        }
        let client = try server.client()

        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n")
        let status = try client.response().status

        XCTAssertEqual(status, 413)
        // The client's own socket, and the listening one.
        try await OpenSockets.wait(until: sockets + 2)
    }

    func testLingeringConnection_isClosed_afterSomeTime_howeverMuchComes() async throws {
        let server = try TestServer.echo {
            $0.bodyLimit = 10
            $0.lingerTimeout = .milliseconds(300)
        }
        let client = try server.client()

        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n")
        _ = try client.response()
        let end = ContinuousClock.now + .seconds(5)
        while ContinuousClock.now < end, client.send("a") { try await Task.sleep(for: .milliseconds(10)) }
        let phase = try await server.events.first { if case .expired(let phase, _) = $0 { phase } else { nil } }

        XCTAssertFalse(client.send("a"))
        XCTAssertEqual(phase, .lingering)
    }

    func testRefusedBody_isReportedWithItsReason() async throws {
        let server = try TestServer.echo { $0.bodyLimit = 10 }
        let client = try server.client()

        client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n01234567890123456789\r\n")
        let reason = try await server.events.first { event in
            if case .refused(.contentTooLarge, let reason, _) = event { reason } else { nil }
        }

        XCTAssertEqual(reason, "The body is too large.")
    }
}
