import HarkHTTP
import XCTest

@testable import MicroHTTPD

/// Clients that go away in the middle leave nothing behind.
final class VanishingClientTests: XCTestCase {
    func testSockets_areClosed_whenClientsVanishInTheirBodies() async throws {
        let admitted = Recorder<String>()
        let server = try TestServer { request in
            admitted.record(request.target.path)
            return Admission { _ in .text("ok") }
        }
        let witness = try server.client()
        witness.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try witness.response()
        let before = OpenSockets.count

        for round in 1...5 {
            let clients = try (0..<100).map { _ in try server.client() }
            for client in clients {
                client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
            }
            try await admitted.wait(for: 1 + round * 100)
            for (index, client) in clients.enumerated() where index.isMultiple(of: 2) { client.resetWhenReleased() }
        }

        try await OpenSockets.wait(until: before)
        witness.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        XCTAssertEqual(try witness.response().text, "ok")
    }
}
