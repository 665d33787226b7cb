internal import CMicroHTTPD
internal import HTTPTypes
internal import HarkHTTP

/// Turns a response into one of libmicrohttpd's and queues it.
struct ResponseWriter {
    /// The connection that answers.
    let connection: ConnectionHandle
    /// What the connection needs to stream with.
    let streaming: StreamReader.Environment
    /// Whether the request is a HEAD, whose answer has no content (RFC 9110, 9.3.2).
    let isHead: Bool
    /// Told of what could not be sent as it was made.
    let report: @Sendable (DaemonEvent) -> Void

    /// Queues the answer (`MHD_queue_response`); `.NO` closes the connection.
    func queue(_ response: Response, closing: Bool) -> MHD_Result {
        // 1xx are not answers, and nothing above 599 has a meaning (RFC 9110, 15).
        guard (200...599).contains(response.status.code) else {
            report(.responseUnusable(reason: "The status \(response.status.code) cannot be sent."))
            return queue(.byServer(.internalServerError), closing: closing)
        }
        let hasContent = response.status != .noContent && response.status != .notModified
        let made: ResponseHandle?
        switch response.body {
        case .bytes(let bytes) where hasContent: made = ResponseHandle(copying: bytes)
        case .stream(let stream) where hasContent: made = StreamReader.response(stream, streaming)
        case .file(let region) where hasContent:
            do throws(FileResponse.Fault) {
                made = try FileResponse.response(region)
            } catch {
                report(.responseUnusable(reason: error.reason))
                return queue(.byServer(error.status), closing: closing)
            }
        default: made = ResponseHandle(copying: [])
        }
        guard let made else { return .NO }
        // The chunked answer of 0.9.75 to a HEAD has a last chunk, which the client would take for its next response.
        if isHead, case .stream = response.body { made.useHTTP10() }
        for field in response.headers { add(field, to: made) }
        if closing { _ = made.add("Connection", Array("close".utf8)) }
        return made.queue(on: connection, response.status)
    }

    /// Fields that say where the message ends or who sends it are the server's (RFC 9112, 6 and 9.6).
    private static func isReserved(_ name: HTTPField.Name) -> Bool {
        switch name.canonicalName {
        case "connection", "content-length", "date", "transfer-encoding": true
        default: false
        }
    }

    /// A name is a token by its type. A value is looked at here, for it may have been made leniently, and
    /// libmicrohttpd refuses an empty one and takes control characters. What passes is sent byte for byte.
    private func add(_ field: HTTPField, to response: borrowing ResponseHandle) {
        guard !Self.isReserved(field.name) else { return }
        let value = unsafe field.withUnsafeBytesOfValue { unsafe [UInt8]($0) }
        guard !value.isEmpty, HTTPField.isValidValue(value), response.add(field.name.rawName, value) else {
            return report(.fieldDropped(name: field.name.rawName))
        }
    }
}

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
