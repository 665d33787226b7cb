import XCTest

@testable import HarkClient

final class WebSocketTests: XCTestCase {
    func testMessages_goBothWays() async throws {
        let server = try ScriptedServer.webSocket { peer in
            while let frame = try peer.receive(), frame.opcode != .close { try peer.send(frame) }
        }
        let socket = try await WebSocket.connect(server.url)
        let messages: [WebSocketMessage] = [
            .text("Grüße"), .binary([0, 255]), .text(""), .binary([UInt8](repeating: 7, count: 70_000)),
        ]

        var answers: [WebSocketMessage?] = []
        for message in messages {
            try await socket.send(message)
            answers.append(try await socket.receive())
        }

        XCTAssertEqual(answers, messages)
    }

    func testMessage_isReceived_whenItComesWithTheHandshake() async throws {
        let server = try ScriptedServer { peer in
            let socket = try WebSocketPeer(accepting: peer)
            try socket.send(Frame(opcode: .text, payload: [65]), Frame(opcode: .text, payload: [66]))
            try socket.finish()
        }
        let socket = try await WebSocket.connect(server.url)

        let messages = [try await socket.receive(), try await socket.receive()]

        XCTAssertEqual(messages, [.text("A"), .text("B")])
    }

    func testPing_isAnswered_betweenFragments() async throws {
        let answered = expectation(description: "the pong has the payload of the ping")
        let server = try ScriptedServer.webSocket { peer in
            try peer.send(
                Frame(isFinal: false, opcode: .text, payload: [65]), Frame(opcode: .ping, payload: [1, 2]),
                Frame(opcode: .continuation, payload: [66]))
            if try peer.receive() == Frame(opcode: .pong, payload: [1, 2]) { answered.fulfill() }
        }
        let socket = try await WebSocket.connect(server.url)

        let message = try await socket.receive()

        XCTAssertEqual(message, .text("AB"))
        await fulfillment(of: [answered], timeout: 10)
    }

    func testPings_end_withThePongOfTheLast() async throws {
        let server = try ScriptedServer.webSocket { peer in
            // They may come in either order; the one that was made last has the greater number.
            let pings = [try peer.receive(), try peer.receive()].compactMap { $0?.payload }
            try peer.send(Frame(opcode: .pong, payload: [9]))
            try peer.send(Frame(opcode: .pong, payload: pings.max { $0.lexicographicallyPrecedes($1) } ?? []))
            try peer.finish()
        }
        let socket = try await WebSocket.connect(server.url)
        let receiver = Task { try await socket.receive() }

        async let first: Void = socket.ping(within: .seconds(10))
        async let second: Void = socket.ping(within: .seconds(10))
        _ = try await (first, second)

        await socket.close()
        let last = try await receiver.value
        XCTAssertNil(last)
    }

    func testPing_closesTheConnection_whenNoPongComes() async throws {
        let server = try ScriptedServer.webSocket { try $0.peer.waitForEnd() }
        let socket = try await WebSocket.connect(server.url)
        let receiver = Task { try await socket.receive() }
        let noPong = WebSocketError.noPong(url: server.origin)

        await assertThrows(noPong) { try await socket.ping(within: .milliseconds(50)) }

        await assertThrows(noPong) { try await receiver.value }
        await assertThrows(WebSocketError.closed(url: server.origin)) { try await socket.send(.text("")) }
    }

    func testReceive_isNil_whenTheServerCloses() async throws {
        let answered = expectation(description: "the close frame is answered, and the connection closed")
        let status = CloseStatus(code: CloseCode(rawValue: 4004), reason: "Authentication failed.")
        let server = try ScriptedServer.webSocket { peer in
            try peer.send(Frame(opcode: .close, payload: status.payload))
            let answer = try peer.receive()
            if answer == Frame(opcode: .close, payload: CloseStatus(code: status.code).payload),
                try peer.receive() == nil
            {
                answered.fulfill()
            }
        }
        let socket = try await WebSocket.connect(server.url)

        let message = try await socket.receive()
        let again = try await socket.receive()

        XCTAssertNil(message)
        XCTAssertNil(again)
        XCTAssertEqual(socket.closeStatus, status)
        await fulfillment(of: [answered], timeout: 10)
    }

    func testClose_waitsForTheServersAnswer() async throws {
        let server = try ScriptedServer.webSocket { peer in
            try peer.send(Frame(opcode: .text, payload: [65]))
            try peer.finish()
        }
        let socket = try await WebSocket.connect(server.url)
        let status = CloseStatus(code: .normal, reason: "restart")

        await socket.close(status)

        XCTAssertEqual(socket.closeStatus, status)
        let message = try await socket.receive()
        XCTAssertNil(message)
    }

    func testClose_ends_whenTheServerDoesNotAnswer() async throws {
        let server = try ScriptedServer.webSocket { try $0.peer.waitForEnd() }
        var configuration = WebSocketConfiguration()
        configuration.closeTimeout = .milliseconds(50)
        let socket = try await WebSocket.connect(server.url, configuration: configuration)
        let receiver = Task { try await socket.receive() }

        await socket.close()

        let message = try await receiver.value
        XCTAssertNil(message)
        XCTAssertNil(socket.closeStatus)
    }

    func testReceive_isCancelled_withItsTask() async throws {
        let server = try ScriptedServer.webSocket { try $0.finish() }
        let socket = try await WebSocket.connect(server.url)

        let receiver = Task { try await socket.receive() }
        receiver.cancel()

        await assertThrows(WebSocketError.cancelled) { try await receiver.value }
        await socket.close()
        XCTAssertEqual(socket.closeStatus?.code, .normal)
    }
}
