private import CMicroHTTPD
private import Glibc
internal import HTTPTypes
private import HarkHTTP

// Either module provides the socket constants, depending on which was loaded first.

extension Refusal {
    /// A body over the limit (RFC 9110, 15.5.14).
    static let bodyTooLarge = Refusal(.contentTooLarge, "The body is too large.")

    /// There are too many long bodies at the moment (RFC 9110, 15.6.4).
    static let noMemoryForBody = Refusal(.serviceUnavailable, "There are too many long bodies at the moment.")

    /// A long body was dropped for another one (RFC 9110, 15.6.4).
    static let bodyGaveWay = Refusal(
        .serviceUnavailable, "There are too many long bodies; this one was dropped to make room.")

    /// Too much long work is waiting (RFC 9110, 15.6.4).
    static let tooMuchWork = Refusal(.serviceUnavailable, "There is too much long work at the moment.")
}

/// Writes a response directly to the socket, for the one case in which libmicrohttpd accepts none: while a body
/// arrives.
enum RawAnswer {
    /// The bytes of the response, the last one of its connection.
    static func bytes(_ refusal: Refusal) -> [UInt8] {
        let response = refusal.response
        var head = "HTTP/1.1 \(refusal.status.code) \(refusal.status.reasonPhrase)\r\n"
        for field in response.headers { head += "\(field.name.rawName): \(field.value)\r\n" }
        head += "Content-Length: \(response.body.count)\r\nConnection: close\r\n\r\n"
        return Array(head.utf8) + response.body
    }

    /// Sends the response on a socket without TLS, and shuts down sending. A client that has left hundreds of kilobytes
    /// of earlier responses unread gets what fits in the socket's buffer.
    static func send(_ refusal: Refusal, on socket: Int32) {
        var rest = bytes(refusal)[...]
        while !rest.isEmpty {
            let sent = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
            }
            guard sent > 0 else { break }
            rest = rest.dropFirst(sent)
        }
        shutdown(socket, Int32(SHUT_WR))
    }
}

/// Why a request is refused before the responder sees it: a status and one line for the client.
struct Refusal: Error, Equatable {
    /// The status of the response.
    let status: HTTPResponse.Status
    /// What is wrong, without line breaks and internals.
    let reason: String

    /// Refuses with a status and a reason.
    init(_ status: HTTPResponse.Status, _ reason: String) {
        self.status = status
        self.reason = reason
    }

    /// Refuses as malformed (RFC 9110, 15.5.1).
    static func malformed(_ reason: String) -> Refusal { Refusal(.badRequest, reason) }
}
