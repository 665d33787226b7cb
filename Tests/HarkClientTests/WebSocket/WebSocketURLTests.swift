import XCTest

@testable import HarkClient

final class WebSocketURLTests: XCTestCase {
    func testURL_hasItsParts() throws {
        let url = try WebSocketURL("wss://gateway.example:8443/a%20b?v=10&ticket=secret")

        XCTAssertEqual(url.host, "gateway.example")
        XCTAssertEqual(url.port, 8443)
        XCTAssertTrue(url.isSecure)
        XCTAssertEqual(url.target, "/a%20b?v=10&ticket=secret")
        XCTAssertEqual(url.origin, "wss://gateway.example:8443")
        XCTAssertEqual(url.authority, "gateway.example:8443")
    }

    func testURL_hasTheUsualPort_unlessItSaysOtherwise() throws {
        let plain = try WebSocketURL("ws://[::1]")
        let secure = try WebSocketURL("WSS://chat.example?x")

        XCTAssertEqual([plain.port, secure.port], [80, 443])
        XCTAssertEqual([plain.host, plain.authority, plain.origin], ["::1", "[::1]", "ws://[::1]:80"])
        XCTAssertEqual([plain.target, secure.target], ["/", "/?x"])
    }

    func testURL_isRefusedWithoutBeingRepeated_whenItIsInvalid() {
        let texts = [
            "", "secret", "https://secret.example/", "wss://", "wss:///secret", "wss://host:0/secret",
            "wss://host:65536/secret", "wss://secret@host/", "wss://ada:secret@host/", "wss://host/#secret",
            "wss://host/\r\nX: secret", "wss://host/ secret", "wss://bücher.example/secret",
        ]
        for text in texts {
            XCTAssertThrowsError(try WebSocketURL(text), text) { error in
                XCTAssertFalse("\(error)".contains("secret"), "\(error)")
            }
        }
    }
}
