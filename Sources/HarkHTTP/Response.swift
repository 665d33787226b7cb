public import HTTPTypes

/// One HTTP response. The server adds the framing (`Content-Length`, `Connection`, `Date`).
public struct Response: Sendable {
    /// The status code; its reason phrase is the standard one.
    public var status: HTTPResponse.Status

    /// The header section, in the order in which it is sent.
    public var headers: HTTPFields

    /// The content; empty for none.
    public var body: [UInt8]

    /// A response with the given parts.
    public init(status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

extension Response {
    /// Plain text in UTF-8.
    public static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        bytes(Array(text.utf8), contentType: "text/plain; charset=utf-8", status: status)
    }

    /// Bytes of the given media type (RFC 9110, 8.3).
    public static func bytes(
        _ bytes: [UInt8],
        contentType: String = "application/octet-stream",
        status: HTTPResponse.Status = .ok
    ) -> Response {
        var headers = HTTPFields()
        headers.append(HTTPField(name: .contentType, value: contentType))
        return Response(status: status, headers: headers, body: bytes)
    }

    /// A JSON value.
    public static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        bytes(Array(value.serialized().utf8), contentType: "application/json", status: status)
    }

    /// A redirect to `location` (RFC 9110, 15.4); 308 preserves method and body.
    public static func redirect(to location: String, status: HTTPResponse.Status = .permanentRedirect) -> Response {
        Response(status: status, headers: [.location: location])
    }

    /// The same response with one more value of a header field.
    public func with(_ name: HTTPField.Name, _ value: String) -> Response {
        var response = self
        response.headers.append(HTTPField(name: name, value: value))
        return response
    }
}
