internal import HTTPTypes
internal import HarkHTTP

extension Response {
    /// An answer that no responder made. No browser may take it for anything but what its type says (`nosniff` of the
    /// Fetch standard, 3.6), and it names no server.
    static func byServer(_ status: HTTPResponse.Status, _ line: String? = nil) -> Response {
        let plain = line.map { Response.text("\($0)\n", status: status) } ?? .status(status)
        return plain.with(.xContentTypeOptions, "nosniff")
    }
}

extension Refusal {
    /// What the client is answered. A method that is refused comes with those that are not (RFC 9110, 15.5.6).
    var response: Response {
        let response = Response.byServer(status, reason)
        return status == .methodNotAllowed ? response.with(.allow, Syntax.methods.joined(separator: ", ")) : response
    }
}
