import HTTPTypes
import HarkHTTP
import XCTest

@testable import MicroHTTPD

final class DeadlineTests: XCTestCase {
    private func expiredPhase(of server: TestServer) async throws -> RequestPhase? {
        try await server.events.first { if case .expired(let phase, _) = $0 { phase } else { nil } }
    }

    func testConnection_isCut_whenItsHeadTrickles() async throws {
        let server = try TestServer.echo { $0.headerTimeout = .milliseconds(300) }
        let client = try server.client()

        let start = ContinuousClock.now
        let trickle = Task { @Sendable [events = server.events] in
            try await events.first { if case .expired(let phase, _) = $0 { phase } else { nil } }
        }
        while server.events.all.isEmpty, ContinuousClock.now - start < .seconds(5) {
            client.send("X")
            try await Task.sleep(for: .milliseconds(20))
        }
        let phase = try await trickle.value

        XCTAssertEqual(phase, .head)
        XCTAssertNoThrow(try client.readToEnd())
    }

    func testConnection_isCut_whenItsBodyDoesNotCome() async throws {
        let server = try TestServer.echo { $0.bodyTimeout = .milliseconds(300) }
        let client = try server.client()

        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
        let phase = try await expiredPhase(of: server)

        XCTAssertEqual(phase, .body)
        XCTAssertEqual(try client.readToEnd(), [])
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

    func testFurtherConnections_areClosed_overTheLimitOfTheirAddress() throws {
        let server = try TestServer.echo {
            $0.perAddressLimit = 1
            $0.threads = 1
        }
        let first = try server.client()
        first.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try first.response()

        let second = try server.client()
        let answer = try second.readToEnd()

        XCTAssertEqual(answer, [])
    }

    func testFurtherConnections_wait_overTheLimit() throws {
        let server = try TestServer.echo {
            $0.connectionLimit = 1
            $0.threads = 1
        }
        var first: RawClient? = try server.client()
        first?.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try first?.response()
        let second = try server.client()
        second.send("GET /second HTTP/1.1\r\nHost: x\r\n\r\n")

        first = nil
        let response = try second.response()

        XCTAssertEqual(response.text, "GET /second ")
    }
}
