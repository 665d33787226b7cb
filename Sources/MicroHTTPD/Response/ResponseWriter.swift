internal import CMicroHTTPD
internal import HTTPTypes
internal import HarkHTTP

/// Converts a response to one of libmicrohttpd's and queues it.
struct ResponseWriter {
    /// The connection to answer.
    let connection: ConnectionHandle
    /// Called for what could not be sent as it was made.
    let report: @Sendable (DaemonEvent) -> Void

    /// Queues the response (`MHD_queue_response`); `.NO` closes the connection.
    func queue(_ response: Response, closing: Bool) -> MHD_Result {
        // 1xx are not final responses, and statuses above 599 have no meaning (RFC 9110, 15).
        guard (200...599).contains(response.status.code) else {
            report(.responseUnusable(reason: "The status \(response.status.code) cannot be sent."))
            return queue(.byServer(.internalServerError), closing: closing)
        }
        let hasContent = response.status != .noContent && response.status != .notModified
        guard let made = ResponseHandle(copying: hasContent ? response.body : []) else { return .NO }
        for field in response.headers { add(field, to: made) }
        if closing { _ = made.add("Connection", Array("close".utf8)) }
        return made.queue(on: connection, response.status)
    }

    /// Fields about the message's framing, connection and date belong to the server (RFC 9112, 6 and 9.6).
    private static func isReserved(_ name: HTTPField.Name) -> Bool {
        switch name.canonicalName {
        case "connection", "content-length", "date", "transfer-encoding": true
        default: false
        }
    }

    /// The type guarantees that a name is a token. The value is checked here, because it may have been created
    /// leniently, and libmicrohttpd refuses an empty one but accepts control characters. Valid values are sent byte for
    /// byte.
    private func add(_ field: HTTPField, to response: borrowing ResponseHandle) {
        guard !Self.isReserved(field.name) else { return }
        let value = unsafe field.withUnsafeBytesOfValue { unsafe [UInt8]($0) }
        guard !value.isEmpty, HTTPField.isValidValue(value), response.add(field.name.rawName, value) else {
            return report(.fieldDropped(name: field.name.rawName))
        }
    }
}

extension Response {
    /// `Retry-After` of a 503, in seconds (RFC 9110, 10.2.3).
    static let retryAfter = 5

    /// A response that no responder made. Browsers must not guess its type (`nosniff` of the Fetch standard, 3.6),
    /// caches must not store it (RFC 9111, 5.2.2.5), and it does not name the server software.
    static func byServer(_ status: HTTPResponse.Status, _ line: String? = nil) -> Response {
        let plain = line.map { Response.text("\($0)\n", status: status) } ?? Response(status: status)
        let answer = plain.with(.xContentTypeOptions, "nosniff").with(.cacheControl, "no-store")
        return status == .serviceUnavailable ? answer.with(.retryAfter, "\(retryAfter)") : answer
    }
}

extension Refusal {
    /// The response to the client. For a refused method it lists the allowed ones (RFC 9110, 15.5.6).
    var response: Response {
        let response = Response.byServer(status, reason)
        let methods = HTTPRequest.Method.routable.map(\.rawValue).joined(separator: ", ")
        return status == .methodNotAllowed ? response.with(.allow, methods) : response
    }
}
