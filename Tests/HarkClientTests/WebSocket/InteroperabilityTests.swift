import HTTPTypes
import HarkTLS
import XCTest

@testable import HarkClient

/// Against a server that others wrote: Python's `websockets`.
final class InteroperabilityTests: XCTestCase {
    func testPythonsServer_isUnderstood_overTLS() async throws {
        let certificate = try CertificateFile()
        let server = try PythonServer(Self.program, [certificate.path], needing: "websockets.asyncio.server")
        var configuration = WebSocketConfiguration()
        configuration.tls.trust = .authorities(certificate.authorities)
        let url = "wss://localhost:\(server.port)/path?x=1"

        let socket = try await WebSocket.connect(
            url, headers: [.authorization: "Bearer token"], configuration: configuration)

        let greeting = try await socket.receive()
        XCTAssertEqual(greeting, .text("/path?x=1 Bearer token"))
        for size in [0, 125, 126, 65_535, 65_536, 900_000] {
            let message = WebSocketMessage.text(String(repeating: "é", count: size / 2))
            async let sent: Void = socket.send(message)
            let answer = try await socket.receive()
            try await sent
            XCTAssertEqual(answer, message)
        }
        let receiver = Task { try await socket.receive() }
        try await socket.ping(within: .seconds(10))
        await socket.close(CloseStatus(code: .normal, reason: "done"))
        let last = try await receiver.value
        XCTAssertNil(last)
        XCTAssertEqual(socket.closeStatus?.code, .normal)
    }

    private static let program = """
        import asyncio, ssl, sys
        from websockets.asyncio.server import serve
        async def echo(socket):
            await socket.send(socket.request.path + " " + socket.request.headers["Authorization"])
            async for message in socket:
                half = len(message) // 2
                await socket.send([message[:half], message[half:]])
        async def main():
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(sys.argv[1])
            async with serve(echo, "127.0.0.1", 0, ssl=context) as server:
                print(server.sockets[0].getsockname()[1], flush=True)
                await server.serve_forever()
        asyncio.run(main())
        """
}
