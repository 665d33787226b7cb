public import HTTPTypes
public import HarkHTTP

/// A request to another server. It prints without the path and the query of its URL, in which there may be tokens.
public struct ClientRequest: Sendable, Equatable {
    /// Longest answer unless the request says otherwise, in bytes: 1 MiB.
    public static let usualResponseLimit = 1 << 20

    /// The method.
    public var method: HTTPRequest.Method

    /// The whole URL, of `http` or `https`, percent-encoded. User information in it is sent as basic authentication
    /// (RFC 7617); a fragment is not sent.
    public var url: String

    /// The header section. Framing (`Content-Length`, `Transfer-Encoding`, `Connection`, `Expect`) is the client's
    /// business: such fields are left out.
    public var headers: HTTPFields

    /// The content; empty for none.
    public var body: [UInt8]

    /// Longest time for all of it, from the name of the server to the last byte of the answer; a millisecond or more.
    public var timeout: Duration

    /// Longest time until the connection stands, with TLS; a millisecond or more. It counts in `timeout`.
    public var connectTimeout: Duration

    /// Longest content of the answer that is taken, in bytes, after content codings such as gzip are decoded.
    public var responseLimit: Int

    /// A request with these parts.
    public init(
        _ method: HTTPRequest.Method,
        _ url: String,
        headers: HTTPFields = [:],
        body: [UInt8] = [],
        timeout: Duration = .seconds(30),
        connectTimeout: Duration = .seconds(10),
        responseLimit: Int = usualResponseLimit
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.connectTimeout = connectTimeout
        self.responseLimit = responseLimit
    }
}

extension ClientRequest {
    /// A `GET`.
    public static func get(_ url: String, headers: HTTPFields = [:]) -> ClientRequest {
        ClientRequest(.get, url, headers: headers)
    }

    /// A `POST` of JSON.
    public static func post(_ url: String, json: JSONValue, headers: HTTPFields = [:]) -> ClientRequest {
        var headers = headers
        headers[.contentType] = "application/json"
        return ClientRequest(.post, url, headers: headers, body: Array(json.serialized().utf8))
    }

    /// Scheme, host and port of the URL as it may be shown: `https://api.example.org`; nil when the URL is invalid.
    public var server: String? { RequestURL(url)?.server }
}

extension ClientRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "\(method.rawValue) \(server ?? "(invalid URL)")" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
