import HarkTLS
import XCTest

@testable import HarkClient

final class StreamConnectionTests: XCTestCase {
    func testBytes_goBothWays() async throws {
        let server = try ScriptedServer { peer in
            while let bytes = try peer.receive() { try peer.send(bytes) }
        }
        let connection = try await connect(server)

        try await connection.write(Array("hello".utf8))
        let answer = try await connection.read()

        XCTAssertEqual(answer, Array("hello".utf8))
    }

    func testHost_isReached_whenItsFirstAddressRefuses() async throws {
        // On most machines, localhost is ::1 first, where this server does not listen.
        let server = try ScriptedServer { try $0.send("hello") }

        let connection = try await StreamConnection.connect(host: "localhost", port: server.port, security: .plain)
        let answer = try await connection.read()

        XCTAssertEqual(answer, Array("hello".utf8))
    }

    func testWrites_areSentOneAfterTheOther_whenManyWrite() async throws {
        let size = 400_000
        let server = try ScriptedServer { peer in
            var bytes: [UInt8] = []
            while bytes.count < 10 * size, let more = try peer.receive() { bytes += more }
            // Each piece must be of one task.
            let isWhole = stride(from: 0, to: bytes.count, by: size).allSatisfy { start in
                Array(bytes[start..<(start + size)]) == [UInt8](repeating: bytes[start], count: size)
            }
            try peer.send(isWhole ? "whole" : "mixed")
        }
        let connection = try await connect(server) { $0.writeLimit = 10 * size }

        try await withThrowingTaskGroup(of: Void.self) { group in
            for byte in UInt8(0)..<10 {
                group.addTask { try await connection.write([UInt8](repeating: byte, count: size)) }
            }
            try await group.waitForAll()
        }
        let answer = try await connection.read()

        XCTAssertEqual(answer, Array("whole".utf8))
    }

    func testRead_isNil_whenTheServerHalfCloses_andWritesGoOn() async throws {
        let received = expectation(description: "what was written after the half close is received")
        let server = try ScriptedServer { peer in
            peer.finishSending()
            if try peer.receiveToEnd() == Array("still here".utf8) { received.fulfill() }
        }
        let connection = try await connect(server)

        let answer = try await connection.read()
        try await connection.write(Array("still here".utf8))
        connection.close()

        XCTAssertNil(answer)
        await fulfillment(of: [received], timeout: 10)
    }

    func testRead_fails_whenTheServerResets() async throws {
        let server = try ScriptedServer { peer in
            _ = try peer.receive()
            peer.resetWhenReleased()
        }
        let connection = try await connect(server)
        try await connection.write([1])

        await assertThrows(StreamError.closed(reason: "Connection reset by peer")) { try await connection.read() }
        await assertThrows(StreamError.closed(reason: "Connection reset by peer")) { try await connection.write([1]) }
    }

    func testRead_timesOut_andLosesNothing() async throws {
        let server = try ScriptedServer { peer in
            _ = try peer.receive()
            try peer.send("late")
        }
        let connection = try await connect(server)

        await assertThrows(StreamError.timedOut(.reading)) { try await connection.read(within: .milliseconds(20)) }
        try await connection.write([1])
        let answer = try await connection.read()

        XCTAssertEqual(answer, Array("late".utf8))
    }

    func testRead_isCancelled_withItsTask() async throws {
        let server = try ScriptedServer { try $0.waitForEnd() }
        let connection = try await connect(server)

        let task = Task { try await connection.read() }
        task.cancel()

        await assertThrows(StreamError.cancelled) { try await task.value }
    }

    func testRead_fails_whenTheConnectionIsClosed() async throws {
        let server = try ScriptedServer { peer in
            try peer.send("ready")
            try peer.waitForEnd()
        }
        let connection = try await connect(server)
        _ = try await connection.read()

        let task = Task { try await connection.read() }
        connection.close()

        await assertThrows(StreamError.closed(reason: "this side closed it")) { try await task.value }
    }

    func testConnection_isClosed_whenItIsReleased() async throws {
        let ended = expectation(description: "the connection is closed")
        let server = try ScriptedServer { peer in
            _ = try peer.receiveToEnd()
            ended.fulfill()
        }

        _ = try await connect(server)

        await fulfillment(of: [ended], timeout: 10)
    }

    func testWrite_timesOutAndCloses_whenTheServerDoesNotRead() async throws {
        let server = try ScriptedServer { try $0.waitForEnd() }
        let connection = try await connect(server) {
            $0.writeTimeout = .milliseconds(100)
            $0.writeLimit = 64_000_000
        }

        await assertThrows(StreamError.timedOut(.writing)) {
            try await connection.write([UInt8](repeating: 0, count: 32_000_000))
        }

        await assertThrows(StreamError.timedOut(.writing)) { try await connection.write([1]) }
    }

    func testWrites_areRefused_whenTooManyBytesWait() async throws {
        let server = try ScriptedServer { try $0.waitForEnd() }
        let connection = try await connect(server) {
            $0.writeTimeout = .milliseconds(300)
            $0.writeLimit = 32_000_000
        }

        let first = Task { try await connection.write([UInt8](repeating: 0, count: 31_000_000)) }
        let second = Task { try await connection.write([UInt8](repeating: 0, count: 31_000_000)) }
        let errors = [
            try await error(StreamError.self) { try await first.value },
            try await error(StreamError.self) { try await second.value },
        ]

        XCTAssertTrue(errors.contains(.tooMuch(limit: 32_000_000)), "\(errors)")
        XCTAssertTrue(errors.contains(.timedOut(.writing)), "\(errors)")
    }

    func testConnect_fails_whenNoOneListens() async throws {
        let port = try ScriptedServer.closedPort()

        await assertThrows(StreamError.cannotConnect(host: "127.0.0.1", port: port, reason: "Connection refused")) {
            try await StreamConnection.connect(host: "127.0.0.1", port: port, security: .plain)
        }
    }

    func testConnect_fails_whenTheNameIsNone() async throws {
        for host in ["", "a b", "a\r\nHost: b", "bücher.example", String(repeating: "a", count: 64) + ".invalid"] {
            let error = try await error(StreamError.self) {
                try await StreamConnection.connect(host: host, port: 1, security: .plain)
            }
            guard case .cannotResolve = error else { return XCTFail("\(host): \(error)") }
            XCTAssertFalse("\(error)".contains("\n"))
        }
    }

    func testHandshake_timesOut_whenTheServerNeverAnswers() async throws {
        let ended = expectation(description: "the connection is closed")
        let server = try ScriptedServer { peer in
            _ = try peer.receiveToEnd()
            ended.fulfill()
        }

        await assertThrows(StreamError.timedOut(.connecting)) {
            try await connect(server, .tls(.init(trust: .fingerprint([])))) {
                $0.connectTimeout = .milliseconds(50)
            }
        }
        await fulfillment(of: [ended], timeout: 10)
    }

    func testHandshake_timesOut_whenTheServerAnswersByteByByte() async throws {
        let server = try ScriptedServer { peer in
            // The beginning of a record that is as long as one may be.
            try peer.trickle([0x16, 3, 3, 0x40, 0] + [UInt8](repeating: 2, count: 16_384))
        }

        await assertThrows(StreamError.timedOut(.connecting)) {
            try await connect(server, .tls(.init(trust: .fingerprint([])))) {
                $0.connectTimeout = .milliseconds(200)
            }
        }
    }

    func testHandshake_fails_whenTheServerSpeaksSomethingElse() async throws {
        let server = try ScriptedServer { peer in
            try peer.send(":irc.example NOTICE * :*** Looking up your hostname\r\n")
            try peer.waitForEnd()
        }

        let error = try await error(StreamError.self) {
            try await connect(server, .tls(.init(trust: .fingerprint([]))))
        }

        guard case .tlsFailed("127.0.0.1", _) = error else { return XCTFail("\(error)") }
    }

    func testLines_areRefused_whenTheServerSendsOneWithoutEnd() async throws {
        let server = try ScriptedServer { try $0.sendForever([UInt8](repeating: 65, count: 1_000_000)) }
        let connection = try await connect(server)

        await assertThrows(StreamError.tooMuch(limit: 8192)) {
            var lines = LineBuffer(limit: 8192)
            while let bytes = try await connection.read() {
                lines.append(bytes)
                while let line = try lines.next() { XCTFail("\(line.count)") }
            }
        }
    }

    private func connect(
        _ server: ScriptedServer, _ security: StreamSecurity = .plain,
        _ configure: (inout StreamConfiguration) -> Void = { _ in }
    ) async throws -> StreamConnection {
        var configuration = StreamConfiguration()
        configuration.connectTimeout = .seconds(10)
        configuration.readTimeout = .seconds(10)
        configure(&configuration)
        return try await StreamConnection.connect(
            host: "127.0.0.1", port: server.port, security: security, configuration: configuration)
    }
}
