private import struct FoundationEssentials.URLComponents

/// The URL of a WebSocket (RFC 6455, 3).
struct WebSocketURL: Sendable, Equatable {
    /// Whether it is `wss`.
    let isSecure: Bool
    /// A DNS name, or an IP address without brackets.
    let host: String
    /// The port, 80 or 443 by default.
    let port: UInt16
    /// Path and query, as in the request. They may contain secrets, such as a ticket.
    let target: String

    /// Parses `ws://…` or `wss://…`.
    /// - Throws: `WebSocketError.invalidURL`, which does not repeat the text.
    init(_ text: String) throws(WebSocketError) {
        guard text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }), let url = URLComponents(string: text) else {
            throw .invalidURL(reason: "it is not a URL in ASCII")
        }
        switch url.scheme?.lowercased() {
        case "ws": isSecure = false
        case "wss": isSecure = true
        default: throw .invalidURL(reason: "it does not begin with wss:// or ws://")
        }
        guard let host = url.host?.withoutBrackets, !host.isEmpty else {
            throw .invalidURL(reason: "it has no host")
        }
        guard let port = UInt16(exactly: url.port ?? (isSecure ? 443 : 80)), port > 0 else {
            throw .invalidURL(reason: "it has an invalid port")
        }
        guard url.percentEncodedUser == nil, url.percentEncodedPassword == nil else {
            throw .invalidURL(reason: "it has a user or a password, which belong into a header")
        }
        guard url.percentEncodedFragment == nil else { throw .invalidURL(reason: "it has a fragment") }
        self.host = host
        self.port = port
        let path = url.percentEncodedPath
        target = (path.isEmpty ? "/" : path) + (url.percentEncodedQuery.map { "?\($0)" } ?? "")
    }

    /// The URL without path and query, for errors.
    var origin: String { "\(isSecure ? "wss" : "ws")://\(host.inURL):\(port)" }

    /// The value of `Host`, without the default port (RFC 9110, 7.2).
    var authority: String { port == (isSecure ? 443 : 80) ? host.inURL : "\(host.inURL):\(port)" }
}
