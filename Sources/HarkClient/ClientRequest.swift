public import HTTPTypes
public import HarkHTTP

/// A request to another server. It prints without the path and query of its URL, which may contain tokens.
public struct ClientRequest: Sendable, Equatable {
    /// Default limit on the response's content, in bytes: 1 MiB.
    public static let usualResponseLimit = 1 << 20

    /// The method.
    public var method: HTTPRequest.Method

    /// The whole URL with scheme `http` or `https`, percent-encoded. User information in it is sent as basic
    /// authentication (RFC 7617); a fragment is not sent.
    public var url: String

    /// The header section. The client adds the framing (`Content-Length`, `Transfer-Encoding`, `Connection`, `Expect`):
    /// such fields are ignored.
    public var headers: HTTPFields

    /// The content; empty for none.
    public var body: [UInt8]

    /// Longest time for the whole request, from resolving the server's name to the last byte of the response; at least
    /// 1 ms.
    public var timeout: Duration

    /// Longest time until the connection is established, including TLS; at least 1 ms. It is part of `timeout`.
    public var connectTimeout: Duration

    /// Longest content of the response, in bytes, after decoding content codings such as gzip.
    public var responseLimit: Int

    /// A request with the given parts.
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

    /// A request whose content is JSON, with its media type; without content if it is nil.
    public init(
        _ method: HTTPRequest.Method, _ url: String, json: JSONValue?, timeout: Duration = .seconds(30),
        responseLimit: Int = usualResponseLimit
    ) {
        self.init(method, url, timeout: timeout, responseLimit: responseLimit)
        guard let json else { return }
        headers[.contentType] = "application/json"
        body = Array(json.serialized().utf8)
    }

    /// A `POST` of JSON.
    public static func post(_ url: String, json: JSONValue, headers: HTTPFields = [:]) -> ClientRequest {
        var request = ClientRequest(.post, url, json: json)
        request.headers = headers
        request.headers[.contentType] = "application/json"
        return request
    }

    /// Scheme, host and port of the URL, which may be shown: `https://api.example.org`; nil if the URL is invalid.
    public var server: String? { RequestURL(url)?.server }
}

extension ClientRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "\(method.rawValue) \(server ?? "(invalid URL)")" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
