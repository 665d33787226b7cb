extension Request {
    /// The response for a rejection, as text or JSON.
    func refusal(_ rejection: Rejection) -> Response {
        refusal(rejection.status, rejection.reason, headers: rejection.headers)
    }

    /// An error response in the format that the sender prefers: text, or `{"error": …}` if it asks for JSON.
    func refusal(_ status: HTTPResponse.Status, _ reason: String, headers: HTTPFields = [:]) -> Response {
        var response: Response
        if prefersJSON {
            response = .json(["error": .string(reason), "status": .integer(status.code)], status: status)
        } else {
            response = .text(reason, status: status)
        }
        response.headers.append(contentsOf: headers)
        return response
    }

    /// Whether the sender explicitly accepts JSON; a mere `*/*` gets text.
    private var prefersJSON: Bool {
        guard let accept = headers[.accept], accept.utf8.count <= 1024 else { return false }
        let bytes = accept.utf8.map(\.asciiLowercased)
        return bytes.firstRange(of: Array("json".utf8)) != nil && Accept(accept).accepts(.json)
    }
}

/// The content coding of a body (RFC 9110, 8.4.1). The bot decodes none: a signature covers the bytes as sent, and a
/// small body could expand to a huge one.
package struct ContentCoding {
    /// The codings other than `identity`, as the request names them; at most 64 printable characters.
    package let name: String

    /// The value of `Content-Encoding`; nil if it is missing or `identity`.
    package init?(of request: Request) {
        let fields = request.headers[values: .contentEncoding]
        let codings = fields.flatMap { $0.utf8.split(separator: UInt8(ascii: ",")) }
            .map { Substring($0.trimmingBlanks) }
            .filter { !$0.isEmpty && !$0.hasSameBytesIgnoringCase(as: "identity") }
        guard !codings.isEmpty else { return nil }
        let bytes = codings.joined(separator: ", ").utf8.prefix(64).map { (0x20...0x7e).contains($0) ? $0 : 0x3f }
        name = String(decoding: bytes, as: UTF8.self)
    }

    /// 415 with the one coding that is accepted (RFC 9110, 15.5.16 and 12.5.3).
    var rejection: Rejection {
        Rejection(
            .unsupportedMediaType, "Content-Encoding “\(name)” is not supported; send the body as it is.",
            headers: [.acceptEncoding: "identity"])
    }
}

/// The response to a request that no route handles.
struct Unrouted {
    private let match: Router<Endpoint>.Match

    init(_ match: Router<Endpoint>.Match) { self.match = match }

    func response(to request: Request) -> Response {
        switch match {
        case .redirect(let location):
            let query = request.target.query.map { "?\($0)" } ?? ""
            return .redirect(to: location + query)
        case .methodNotAllowed(let allow):
            if request.method == .options {
                return Response(status: .noContent, headers: [.allow: Self.list(allow + [.options])])
            }
            return request.refusal(
                .methodNotAllowed,
                "\(request.method.rawValue) is not allowed here.",
                headers: [.allow: Self.list(allow)]
            )
        case .malformed:
            return request.refusal(.badRequest, "The path is not a valid percent-encoded UTF-8 path.")
        case .found, .notFound:
            return request.refusal(.notFound, "Not found.")
        }
    }

    /// Why the request is refused, for the log; nil if it is not.
    func reason(for request: Request) -> String? {
        switch match {
        case .redirect: nil
        case .methodNotAllowed(let allow):
            request.method == .options ? nil : "the routes of its path take \(Self.list(allow)) alone"
        case .malformed: "its path is not percent-encoded UTF-8"
        case .found, .notFound: "no route takes its path"
        }
    }

    private static func list(_ methods: [HTTPRequest.Method]) -> String {
        Set(methods.map(\.rawValue)).sorted().joined(separator: ", ")
    }
}
