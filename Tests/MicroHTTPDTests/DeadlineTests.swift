import HTTPTypes
import HarkHTTP
import XCTest

@testable import MicroHTTPD

final class DeadlineTests: XCTestCase {
    private func expiredPhase(of server: TestServer) async throws -> RequestPhase? {
        try await server.events.first { if case .expired(let phase, _) = $0 { phase } else { nil } }
    }

    /// Sends `start`, then `piece` over and over, until the server has had enough; returns the phase that it cut.
    private func phaseCut(
        by server: TestServer, after start: String, trickling piece: String
    ) async throws -> RequestPhase? {
        let client = try server.client()
        client.send(start)
        let end = ContinuousClock.now + .seconds(5)
        while server.events.all.isEmpty, ContinuousClock.now < end {
            client.send(piece)
            try await Task.sleep(for: .milliseconds(20))
        }
        XCTAssertEqual(try client.readToEnd(), [])
        return try await expiredPhase(of: server)
    }

    func testConnection_isCut_whenItsHeadTrickles() async throws {
        for start in ["", "GET /", "GET / HTTP/1.1\r\nHost: x\r\nX: "] {
            let server = try TestServer.echo { $0.headerTimeout = .milliseconds(300) }

            let phase = try await phaseCut(by: server, after: start, trickling: "X")

            XCTAssertEqual(phase, .head, start)
        }
    }

    func testConnection_isCut_whenOnlyEmptyLinesCome() async throws {
        let server = try TestServer.echo { $0.headerTimeout = .milliseconds(300) }

        let phase = try await phaseCut(by: server, after: "", trickling: "\r\n")

        XCTAssertEqual(phase, .head)
    }

    func testConnection_isCut_whenItsHandshakeDoesNotCome() async throws {
        let workshop = try TLSWorkshop()
        let identity = try workshop.identity
        let server = try TestServer.echo {
            $0.tls = identity
            $0.headerTimeout = .milliseconds(300)
        }

        // The start of a TLS record of sixteen thousand bytes.
        let phase = try await phaseCut(by: server, after: "\u{16}\u{3}\u{1}@\0", trickling: "\u{1}")

        XCTAssertEqual(phase, .head)
    }

    func testConnection_isCut_whenItsBodyTrickles() async throws {
        let framings = [
            "Content-Length: 100000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n10000\r\n",
            "Transfer-Encoding: chunked\r\n\r\n5;", "Transfer-Encoding: chunked\r\n\r\n0\r\nTrailer: ",
        ]
        for framing in framings {
            let server = try TestServer.echo { $0.bodyTimeout = .milliseconds(300) }

            let phase = try await phaseCut(
                by: server, after: "POST / HTTP/1.1\r\nHost: x\r\n\(framing)", trickling: "a")

            XCTAssertEqual(phase, .body, framing)
        }
    }

    func testConnection_isCut_whenItsBodyTricklesToNobody() async throws {
        let server = try TestServer {
            $0.bodyTimeout = .milliseconds(300)
        } admit: { _ in
            .refused(Response(status: .notFound))
        }

        let phase = try await phaseCut(
            by: server, after: "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n", trickling: "a")

        XCTAssertEqual(phase, .body)
    }

    func testConnection_isCut_whenItsAnswerIsReadByteByByte() async throws {
        let server = try TestServer.handling {
            $0.sendTimeout = .milliseconds(300)
        } _: { _ in
            .bytes([UInt8](repeating: 1, count: 60_000))
        }
        let client = try server.client()

        // Together the responses are longer than the buffers of the two sockets.
        client.send(String(repeating: "GET / HTTP/1.1\r\nHost: x\r\n\r\n", count: 500))
        let end = ContinuousClock.now + .seconds(5)
        while server.events.all.isEmpty, ContinuousClock.now < end, try client.receive(atMost: 1) {
            try await Task.sleep(for: .milliseconds(20))
        }

        let phase = try await expiredPhase(of: server)
        XCTAssertEqual(phase, .answer)
    }

    func testSlowHandler_isReportedOnce_whileAnotherOneBlocksTheThread() async throws {
        let started = Recorder<Bool>()
        let server = try TestServer.handling {
            $0.threads = 1
            $0.handlerTimeout = .milliseconds(50)
        } _: { request in
            if request.target.path == "/block" {
                usleep(1_200_000)
            } else {
                started.record(true)
                try? await Task.sleep(for: .seconds(60))
            }
            return .text("late")
        }
        let (slow, blocking) = (try server.client(), try server.client())

        slow.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try await started.first { $0 }
        blocking.send("GET /block HTTP/1.1\r\nHost: x\r\n\r\n")
        let status = try slow.response().status

        XCTAssertEqual(status, 503)
        let expired = server.events.all.filter { if case .expired(.handler, _) = $0 { true } else { false } }
        XCTAssertEqual(expired.count, 1)
    }

    func testConnection_isCut_whenItsBodyDoesNotCome() async throws {
        let server = try TestServer.echo { $0.bodyTimeout = .milliseconds(300) }
        let client = try server.client()

        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
        let phase = try await expiredPhase(of: server)

        XCTAssertEqual(phase, .body)
        XCTAssertEqual(try client.readToEnd(), [])
    }

    func testPauseWithinABody_isAsLongAsTheBodyMayTake_notTheIdleTime() async throws {
        let server = try TestServer.echo {
            $0.idleTimeout = .milliseconds(100)
            $0.bodyTimeout = .milliseconds(1500)
        }
        let client = try server.client()

        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
        let phase = try await expiredPhase(of: server)

        XCTAssertEqual(phase, .body)
        XCTAssertEqual(try client.readToEnd(), [])
    }

    func testLaterHead_isCut_afterTheTimeOfAHead() async throws {
        let server = try TestServer.echo {
            $0.idleTimeout = .seconds(3600)
            $0.headerTimeout = .seconds(2)
        }
        let client = try server.client()
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try client.response()

        client.send("GET / HTTP/1.1\r\nHost: x\r\n")
        let phase = try await expiredPhase(of: server)

        XCTAssertEqual(phase, .head)
        XCTAssertEqual(try client.readToEnd(), [])
    }

    func testIdleConnection_isClosed_evenIfItTricklesEmptyLines() async throws {
        let server = try TestServer.echo { $0.idleTimeout = .milliseconds(300) }
        let client = try server.client()
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try client.response()

        let end = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < end, client.send("\r\n") { try await Task.sleep(for: .milliseconds(20)) }

        XCTAssertFalse(client.send("\r\n"))
    }

    func testIdleConnection_isClosed() throws {
        let server = try TestServer.echo { $0.idleTimeout = .milliseconds(500) }
        let client = try server.client()

        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        let response = try client.response()
        let rest = try client.readToEnd()

        XCTAssertEqual(response.status, 200)
        XCTAssertEqual(rest, [])
    }
}
