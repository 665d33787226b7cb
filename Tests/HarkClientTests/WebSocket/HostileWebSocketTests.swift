import XCTest

@testable import HarkClient

/// Servers that break the protocol, or the connection.
final class HostileWebSocketTests: XCTestCase {
    func testReceive_failsAndSaysWhy_whenTheServerBreaksTheProtocol() async throws {
        let hugeFrame: [UInt8] = [0x82, 127, 0x40, 0, 0, 0, 0, 0, 0, 0]
        let cases: [(bytes: [UInt8], violation: WebSocketViolation, code: UInt16)] = [
            (hugeFrame, .tooLong(limit: 1000), 1009),
            ([0x81, 1, 0xFF], .invalidText, 1007),
            ([0x80, 0], .fragment, 1002),
            ([0xF1, 0], .reservedBit, 1002),
            ([0x88, 2, 3, 0xED], .closeCode, 1002),
        ]
        for (bytes, violation, code) in cases {
            let told = expectation(description: "\(violation)")
            let server = try ScriptedServer.webSocket { peer in
                try peer.peer.send(bytes)
                if try peer.receive() == Frame(opcode: .close, payload: code.networkOrder) { told.fulfill() }
            }
            let socket = try await connect(server)
            let expected = WebSocketError.violation(url: server.origin, violation)

            await assertThrows(expected) { try await socket.receive() }

            await assertThrows(expected) { try await socket.receive() }
            await fulfillment(of: [told], timeout: 10)
        }
    }

    func testReceive_fails_whenAMessageNeverEnds() async throws {
        let server = try ScriptedServer.webSocket { peer in
            try peer.send(Frame(isFinal: false, opcode: .text, payload: []))
            let fragment = Frame(isFinal: false, opcode: .continuation, payload: [UInt8](repeating: 65, count: 100))
            try peer.peer.sendForever(fragment.encoded(mask: nil))
        }
        let socket = try await connect(server)

        await assertThrows(WebSocketError.violation(url: server.origin, .tooLong(limit: 1000))) {
            try await socket.receive()
        }
    }

    func testReceive_fails_whenTheConnectionEndsWithoutACloseFrame() async throws {
        let server = try ScriptedServer.webSocket { try $0.peer.send([0x81, 5, 65]) }
        let socket = try await connect(server)
        let reason = "the server ended it without a close frame"

        await assertThrows(WebSocketError.connection(url: server.origin, .closed(reason: reason))) {
            try await socket.receive()
        }
    }

    func testReceive_fails_whenTheServerResets() async throws {
        let server = try ScriptedServer.webSocket { peer in
            _ = try peer.receive()
            peer.peer.resetWhenReleased()
        }
        let socket = try await connect(server)
        try await socket.send(.text("x"))

        let expected = StreamError.closed(reason: "Connection reset by peer")
        await assertThrows(WebSocketError.connection(url: server.origin, expected)) { try await socket.receive() }
    }

    func testConnect_fails_whenTheServerRefuses() async throws {
        let body = "<h1>\u{202E}No\r\n such token</h1>"
        let server = try ScriptedServer { peer in
            _ = try peer.receive(until: "\r\n\r\n")
            try peer.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: \(body.utf8.count)\r\n\r\n")
            try peer.send(body)
            try peer.waitForEnd()
        }

        let error = try await error(WebSocketError.self) { try await connect(server) }

        XCTAssertEqual(
            error, .refused(url: server.origin, status: 401, excerpt: "<h1>No such token</h1>"))
        XCTAssertFalse("\(error)".contains("secret"))
    }

    func testConnect_fails_whenTheExcerptNeverEnds() async throws {
        let server = try ScriptedServer { peer in
            _ = try peer.receive(until: "\r\n\r\n")
            try peer.send("HTTP/1.1 503 Busy\r\nContent-Length: 1000000000\r\n\r\n")
            try peer.sendForever([UInt8](repeating: 65, count: 100_000))
        }

        let error = try await error(WebSocketError.self) { try await connect(server) }

        guard case .refused(_, 503, let excerpt) = error else { return XCTFail("\(error)") }
        XCTAssertLessThanOrEqual(excerpt.utf8.count, 200)
    }

    func testConnect_fails_whenNoWebSocketIsServed() async throws {
        let cases = [
            ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n", "upgrades to something else"),
            (
                "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n",
                "answers with a wrong Sec-WebSocket-Accept"
            ),
            ("<html>", "does not answer in HTTP/1.1"),
            ("", "closed the connection instead of answering"),
        ]
        for (answer, reason) in cases {
            let server = try ScriptedServer { peer in
                _ = try peer.receive(until: "\r\n\r\n")
                try peer.send(answer)
            }

            await assertThrows(WebSocketError.notWebSocket(url: server.origin, reason: reason)) {
                try await connect(server)
            }
        }
    }

    func testConnect_fails_whenTheHeadNeverEnds() async throws {
        let server = try ScriptedServer { peer in
            try peer.send("HTTP/1.1 101 X\r\n")
            try peer.sendForever(Array("X: y\r\n".utf8))
        }
        let reason = "answers with a head of more than 16384 bytes"

        await assertThrows(WebSocketError.notWebSocket(url: server.origin, reason: reason)) {
            try await connect(server)
        }
    }

    func testConnect_timesOut_whenTheServerNeverAnswers() async throws {
        let server = try ScriptedServer { try $0.waitForEnd() }

        await assertThrows(WebSocketError.connection(url: server.origin, .timedOut(.connecting))) {
            try await connect(server) { $0.stream.connectTimeout = .milliseconds(50) }
        }
    }

    private func connect(
        _ server: ScriptedServer, _ configure: (inout WebSocketConfiguration) -> Void = { _ in }
    ) async throws -> WebSocket {
        var configuration = WebSocketConfiguration()
        configuration.messageLimit = 1000
        configure(&configuration)
        return try await WebSocket.connect(server.url, configuration: configuration)
    }
}
