internal import HarkStore

/// A request written on one line: `[--method M] [--header "Name: value"] [--no-sign] /path [content]`.
struct WebhookTest: Sendable, Equatable {
    let method: HTTPRequest.Method
    let target: String
    let headers: HTTPFields
    let content: String
    /// Whether it is signed with the route's own secret, as the sender would sign it.
    let isSigned: Bool

    /// Parses the line. The content's type is guessed as Errbot does: valid JSON is JSON, otherwise what looks like
    /// `name=value` is a form, otherwise it is text. A `Content-Type` header in the line takes precedence.
    /// - Throws: `Rejection` with what is wrong.
    init(_ text: String) throws(Rejection) {
        var line = CommandWords(text)
        var method: HTTPRequest.Method?
        var headers = HTTPFields()
        var target = line.nextWord()
        var isSigned = true
        while let option = target, option.utf8.starts(with: "--".utf8) {
            if option.hasSameBytes(as: "--sign") || option.hasSameBytes(as: "--no-sign") {
                isSigned = option.hasSameBytes(as: "--sign")
                target = line.nextWord()
                continue
            }
            guard let value = line.nextWord() else {
                throw Rejection(.badRequest, "\(option.scalars(upTo: 64)) needs a value.")
            }
            if option.hasSameBytes(as: "--method") {
                guard value.utf8.count <= 64, let named = HTTPRequest.Method(rawValue: value.uppercased()) else {
                    throw Rejection(.badRequest, "“\(value.scalars(upTo: 64))” is not a valid method.")
                }
                method = named
            } else if option.hasSameBytes(as: "--header") {
                headers.append(try Self.field(value))
            } else {
                let shown = option.scalars(upTo: 64)
                throw Rejection(
                    .badRequest, "\(shown) is not an option; there are --method, --header, --sign and --no-sign.")
            }
            target = line.nextWord()
        }
        guard let target, target.utf8.first == UInt8(ascii: "/") else {
            throw Rejection(.badRequest, "Say which /path to call.")
        }
        content = line.rest() ?? ""
        if headers[.contentType] == nil, let type = Self.guessedType(of: content) { headers[.contentType] = type }
        self.isSigned = isSigned
        self.method = method ?? .post
        self.target = target
        self.headers = headers
    }

    private static func field(_ text: String) throws(Rejection) -> HTTPField {
        let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) ?? text.endIndex
        guard colon < text.endIndex, let name = HTTPField.Name(String(text[..<colon])) else {
            throw Rejection(
                .badRequest, "“\(text.scalars(upTo: 64))” is not a valid header; write --header \"Name: value\".")
        }
        return HTTPField(name: name, value: String(text[text.utf8.index(after: colon)...].trimmingSpaces))
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
        if test.isSigned { request = try signer.signed(request) }
        let receipt = DeliveryReceipt()
        let response = await pipeline.respond(to: request, isTrusted: true, receipt: receipt)
        let base = reporter.listeners.first ?? ""
        var lines = ["\(test.method.rawValue) \(base)\(test.target)"]
        if let type = test.headers[.contentType] { lines.append("sent as \(type)") }
        lines.append("\(response.status.code) \(response.status.reasonPhrase)")
        lines += response.headers.map { "\($0.name.rawName): \($0.value)" }
        let body = response.preview(limit: 4096)
        if !body.isEmpty { lines += ["", body] }
        if let id = receipt.id { lines += ["", await outcome(of: id)] }
        return lines.joined(separator: "\n")
    }

    /// Longest wait for the handler of a test; a command has its own deadline.
    private static let longestTest = Duration.seconds(25)

    /// How the handler of a stored delivery ended, or its state.
    private func outcome(of id: StoredDeliveryID) async -> String {
        guard let record = await deliveries.ended(id, within: Self.longestTest) else {
            return "The store does not say what became of it."
        }
        return "\(record.state.rawValue)\(record.outcome.map { ": \($0.scalars(upTo: 500))" } ?? "")"
    }
}
