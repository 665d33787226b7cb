import HTTPTypes
import XCTest

@testable import HarkClient

final class OpeningHandshakeTests: XCTestCase {
    /// RFC 6455, 1.3.
    func testAccept_isThePublishedValue() {
        XCTAssertEqual(OpeningHandshake.accept("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    }

    func testRequest_isThePublishedOne() throws {
        let headers: HTTPFields = [.origin: "http://example.com", .connection: "close", .upgrade: "h2c"]
        let handshake = try handshake(headers: headers)

        XCTAssertEqual(
            String(decoding: handshake.request, as: UTF8.self),
            """
            GET /chat HTTP/1.1\r
            Host: server.example.com\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            Origin: http://example.com\r
            \r

            """)
    }

    func testAnswer_isAccepted_inAnyCase() throws {
        let answer = try head([], upgrade: "WebSocket", connection: "keep-alive, UPGRADE")

        XCTAssertNoThrow(try handshake().check(answer))
    }

    func testAnswer_isRefused_whenItIsNotForTheRequest() throws {
        let answers = [
            (try head([], upgrade: "h2c"), "upgrades to something else"),
            (try head([], connection: "close"), "answers 101 without “Connection: Upgrade”"),
            (try head([], accept: "s3pPLMBiTxaQ9kYGzzhZRbK+xOp="), "answers with a wrong Sec-WebSocket-Accept"),
            (
                try head(["Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="]),
                "answers with a wrong Sec-WebSocket-Accept"
            ),
            (
                try head(["Sec-WebSocket-Extensions: permessage-deflate"]),
                "uses an extension that was not offered"
            ),
            (try head(["Sec-WebSocket-Protocol: other"]), "uses a subprotocol that was not offered"),
        ]
        for (head, reason) in answers {
            XCTAssertThrowsError(try handshake().check(head)) { error in
                XCTAssertEqual(
                    error as? WebSocketError, .notWebSocket(url: "ws://server.example.com:80", reason: reason))
            }
        }
    }

    private func handshake(headers: HTTPFields = [:]) throws -> OpeningHandshake {
        OpeningHandshake(
            try WebSocketURL("ws://server.example.com/chat"), headers: headers,
            nonce: Array("the sample nonce".utf8))
    }

    private func head(
        _ lines: [String], upgrade: String = "websocket", connection: String = "Upgrade",
        accept: String = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
    ) throws -> ResponseHead {
        let fields = ["Upgrade: \(upgrade)", "Connection: \(connection)", "Sec-WebSocket-Accept: \(accept)"] + lines
        let text = "HTTP/1.1 101 Switching Protocols\r\n" + fields.joined(separator: "\r\n") + "\r\n\r\n"
        return try ResponseHead(Array(text.utf8)[...])
    }
}
