/// The answer to a request that no route takes.
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

    /// Why it is refused, for the log; nil where it is not.
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
