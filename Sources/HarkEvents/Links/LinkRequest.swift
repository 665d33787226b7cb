import HarkClient

/// A request for what a reference names. It goes to the server of the provider's setting and to no other.
public struct LinkRequest: Sendable {
    /// Longest time for the answer: a listener has ten seconds, and answers up to three references.
    private static let timeout = Duration.seconds(3)

    /// Longest answer, in bytes: an issue comes with its whole description.
    private static let longestAnswer = 256 << 10

    private let path: [String]
    private let query: String?
    private let body: JSONValue?

    /// A `GET`.
    /// - Parameters:
    ///   - path: the names of the path after the server's address. Each is percent-encoded, slashes included.
    ///   - query: the query, which is not encoded: a text of the plugin's own.
    public static func get(_ path: String..., query: StaticString? = nil) -> LinkRequest {
        LinkRequest(path: path, query: query?.description, body: nil)
    }

    /// A `GET` for a path whose number of names varies.
    public static func get(_ path: [String]) -> LinkRequest { LinkRequest(path: path, query: nil, body: nil) }

    /// A `POST` of JSON.
    public static func post(_ path: String..., json: JSONValue) -> LinkRequest {
        LinkRequest(path: path, query: nil, body: json)
    }

    /// The request to send.
    func request(to server: BaseURL, headers: HTTPFields) -> ClientRequest {
        let path = path.map { "/\($0.percentEncoded)" }.joined()
        let url = "\(server)\(path)\(query.map { "?\($0)" } ?? "")"
        var request = body.map { ClientRequest.post(url, json: $0, headers: headers) } ?? .get(url, headers: headers)
        request.timeout = Self.timeout
        request.connectTimeout = Self.timeout
        request.responseLimit = Self.longestAnswer
        return request
    }
}
