private import Glibc
private import HTTPTypes
private import HarkHTTP

extension Refusal {
    /// A body over the limit (RFC 9110, 15.5.14).
    static let bodyTooLarge = Refusal(.contentTooLarge, "The body is too large.")

    /// A long body at a moment at which there are too many (RFC 9110, 15.6.4).
    static let noMemoryForBody = Refusal(.serviceUnavailable, "There are too many long bodies at the moment.")
}

/// An answer written to a socket behind libmicrohttpd's back, for the one case in which it takes none.
enum RawAnswer {
    /// Sends as much of the answer as fits in the socket's buffer. Plain HTTP only.
    static func send(_ refusal: Refusal, on socket: Int32) {
        let content = "\(refusal.reason)\n"
        let wait = refusal.status == .serviceUnavailable ? "Retry-After: \(Response.retryAfter)\r\n" : ""
        let message = """
            HTTP/1.1 \(refusal.status.code) \(refusal.status.reasonPhrase)\r
            Content-Type: text/plain; charset=utf-8\r
            X-Content-Type-Options: nosniff\r
            Cache-Control: no-store\r
            \(wait)\
            Content-Length: \(content.utf8.count)\r
            Connection: close\r
            \r
            \(content)
            """
        let bytes = Array(message.utf8)
        unsafe _ = Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
    }
}
