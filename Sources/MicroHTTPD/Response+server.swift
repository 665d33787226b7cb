internal import HTTPTypes
internal import HarkHTTP

extension Response {
    /// When a client may try again that was answered 503, in seconds (RFC 9110, 10.2.3).
    static let retryAfter = 5

    /// An answer that no responder made. No browser may take it for anything but what its type says (`nosniff` of the
    /// Fetch standard, 3.6), no cache may keep it (RFC 9111, 5.2.2.5), and it names no server.
    static func byServer(_ status: HTTPResponse.Status, _ line: String? = nil) -> Response {
        let plain = line.map { Response.text("\($0)\n", status: status) } ?? .status(status)
        let answer = plain.with(.xContentTypeOptions, "nosniff").with(.cacheControl, "no-store")
        return status == .serviceUnavailable ? answer.with(.retryAfter, "\(retryAfter)") : answer
    }
}

extension Refusal {
    /// What the client is answered. A method that is refused comes with those that are not (RFC 9110, 15.5.6).
    var response: Response {
        let response = Response.byServer(status, reason)
        let methods = HTTPRequest.Method.routable.map(\.rawValue).joined(separator: ", ")
        return status == .methodNotAllowed ? response.with(.allow, methods) : response
    }
}
