import XCTest

@testable import HarkClient

/// The server's end of a WebSocket.
final class WebSocketPeer {
    let peer: Peer
    /// The request of the opening handshake.
    let request: String

    private var parser = FrameParser(of: .client, limit: 1_000_000)

    /// Answers the opening handshake.
    init(accepting peer: Peer) throws {
        self.peer = peer
        request = try peer.receive(until: "\r\n\r\n")
        let key = request.components(separatedBy: "\r\n").compactMap { line in
            line.hasPrefix("Sec-WebSocket-Key: ") ? String(line.dropFirst(19)) : nil
        }
        try peer.send(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: \(OpeningHandshake.accept(key[0]))\r\n\r\n")
    }

    /// Sends frames, in one piece.
    func send(_ frames: Frame...) throws { try peer.send(frames.flatMap { $0.encoded(mask: nil) }) }

    /// The next frame; nil when the client has closed.
    func receive() throws -> Frame? {
        while true {
            if let frame = try parser.next() { return frame }
            guard let bytes = try peer.receive() else { return nil }
            parser.append(bytes)
        }
    }

    /// Waits for a close frame and answers it.
    func finish() throws {
        while let frame = try receive() {
            if frame.opcode == .close { return try send(frame) }
        }
    }
}

extension ScriptedServer {
    /// A server that accepts each WebSocket and then runs a script.
    static func webSocket(_ script: @escaping @Sendable (WebSocketPeer) throws -> Void) throws -> ScriptedServer {
        try ScriptedServer { try script(WebSocketPeer(accepting: $0)) }
    }

    /// The URL of its WebSocket.
    var url: String { "ws://127.0.0.1:\(port)/path?ticket=secret" }

    /// The URL as errors show it.
    var origin: String { "ws://127.0.0.1:\(port)" }
}
