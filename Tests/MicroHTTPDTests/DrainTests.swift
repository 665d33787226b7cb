import HTTPTypes
import HarkHTTP
import XCTest

@testable import MicroHTTPD

final class DrainTests: XCTestCase {
    func testDrain_letsARequestInFlightFinish() async throws {
        let (started, latch) = (Recorder<Bool>(), Latch())
        let server = try TestServer.handling { _ in
            started.record(true)
            await latch.wait()
            return .text("done")
        }
        let client = try server.client()
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try await started.first { $0 }

        async let drained: Void = server.daemon.drain(within: .seconds(10))
        while (try? server.client()) != nil { await Task.yield() }
        await latch.open()
        let response = try client.response()
        await drained

        XCTAssertEqual(response.text, "done")
        XCTAssertEqual(response["connection"]?.lowercased(), "close")
    }

    func testDrain_answers503_whenItsTimeIsUp() async throws {
        let started = Recorder<Bool>()
        let server = try TestServer.handling { _ in
            started.record(true)
            try? await Task.sleep(for: .seconds(60))
            return .text("too late")
        }
        let client = try server.client()
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try await started.first { $0 }

        await server.daemon.drain(within: .milliseconds(50))
        let response = try client.response()

        XCTAssertEqual(response.status, 503)
    }

    func testDrain_isNotHeldUp_byIdleConnections() async throws {
        let server = try TestServer.echo()
        let clients = try (0..<10).map { _ in
            let client = try server.client()
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            _ = try client.response()
            return client
        }

        let start = ContinuousClock.now
        await server.daemon.drain(within: .seconds(30))
        let elapsed = ContinuousClock.now - start

        XCTAssertLessThan(elapsed, .seconds(15))
        for client in clients { XCTAssertEqual(try client.readToEnd(), []) }
    }

    func testDrain_returns_whenItIsCalledTwice() async throws {
        let server = try TestServer.echo()

        async let first: Void = server.daemon.drain(within: .seconds(1))
        async let second: Void = server.daemon.drain(within: .seconds(1))
        await first
        await second
        await server.daemon.drain(within: .seconds(1))

        XCTAssertThrowsError(try server.client())
    }

    func testDrain_returns_whileAResponseIsNotRead() async throws {
        let server = try TestServer.handling { _ in .bytes([UInt8](repeating: 1, count: 32 << 20)) }
        let client = try server.client()
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try client.readHead()

        await server.daemon.drain(within: .milliseconds(50))

        XCTAssertNoThrow(try client.readToEnd())
    }

    func testDrain_returns_whileAHandlerBlocksItsThread() async throws {
        let (started, release) = (Recorder<Bool>(), DispatchSemaphore(value: 0))
        let server = try TestServer.handling { _ in
            started.record(true)
            Self.block(on: release)
            return .text("at last")
        }
        let client = try server.client()
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try await started.first { $0 }

        await server.daemon.drain(within: .milliseconds(50))
        let reported = try await server.events.first { if case .degraded = $0 { true } else { nil } }
        release.signal()

        XCTAssertEqual(reported, true)
        XCTAssertNoThrow(try client.readToEnd())
    }

    private static func block(on semaphore: DispatchSemaphore) { semaphore.wait() }
}
