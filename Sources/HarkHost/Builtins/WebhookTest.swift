/// A request written on one line: `[--method M] [--header "Name: value"] [--no-sign] /path [content]`.
struct WebhookTest: Sendable, Equatable {
    let method: HTTPRequest.Method
    let target: String
    let headers: HTTPFields
    let content: String
    /// Whether it is signed with the route's own secret, as its sender would.
    let isSigned: Bool

    /// Reads the line. The content's type is guessed as Errbot does: valid JSON is JSON, else what looks like
    /// `name=value` is a form, else it is text. A `Content-Type` header given in the line wins.
    /// - Throws: `Rejection` with what is wrong.
    init(_ text: String) throws(Rejection) {
        var line = CommandWords(text)
        var method: HTTPRequest.Method?
        var headers = HTTPFields()
        var target = line.nextWord()
        var isSigned = true
        while let option = target, option.hasPrefix("--") {
            if option == "--sign" || option == "--no-sign" {
                isSigned = option == "--sign"
                target = line.nextWord()
                continue
            }
            guard let value = line.nextWord() else { throw Rejection(.badRequest, "\(option) needs a value.") }
            switch option {
            case "--method":
                guard let named = HTTPRequest.Method(rawValue: value.uppercased()) else {
                    throw Rejection(.badRequest, "“\(value)” is no method.")
                }
                method = named
            case "--header":
                headers.append(try Self.field(value))
            default:
                throw Rejection(
                    .badRequest, "\(option) is no option; there are --method, --header, --sign and --no-sign.")
            }
            target = line.nextWord()
        }
        guard let target, target.hasPrefix("/") else { throw Rejection(.badRequest, "Say which /path to call.") }
        content = line.rest() ?? ""
        if headers[.contentType] == nil, let type = Self.guessedType(of: content) { headers[.contentType] = type }
        self.isSigned = isSigned
        self.method = method ?? .post
        self.target = target
        self.headers = headers
    }

    private static func field(_ text: String) throws(Rejection) -> HTTPField {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let name = HTTPField.Name(String(parts[0])) else {
            throw Rejection(.badRequest, "“\(text)” is no header; write --header \"Name: value\".")
        }
        return HTTPField(name: name, value: String(parts[1].trimmingSpaces))
    }

    private static func guessedType(of content: String) -> String? {
        if content.isEmpty { return nil }
        let type = MediaType(guessedOf: Array(content.utf8))
        return type == .text ? "\(type); charset=utf-8" : "\(type)"
    }
}

extension Builtins {
    func testWebhook(request text: String) async throws -> String {
        let test = try WebhookTest(text)
        var request = Request(
            method: test.method,
            target: RequestTarget(test.target),
            headers: test.headers,
            body: Array(test.content.utf8)
        )
        if test.isSigned { request = try host.signed(request) }
        let response = await host.respond(to: request, isTrusted: true)
        let base = host.listeners.first ?? ""
        var lines = ["\(test.method.rawValue) \(base)\(test.target)"]
        if let type = test.headers[.contentType] { lines.append("sent as \(type)") }
        lines.append("\(response.status.code) \(response.status.reasonPhrase)")
        lines += response.headers.map { "\($0.name.rawName): \($0.value)" }
        let body = await response.body.preview(limit: 4096)
        return (body.isEmpty ? lines : lines + ["", body]).joined(separator: "\n")
    }
}
