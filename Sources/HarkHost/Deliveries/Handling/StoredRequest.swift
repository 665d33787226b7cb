package import HarkStore

/// A request in the form in which the store keeps it, without what proves its sender: passwords and tokens are
/// replaced. Signatures are kept, because they prove one delivery alone.
struct StoredRequest: Sendable {
    /// The request's head as JSON.
    let head: [UInt8]
    /// The request's body.
    let body: [UInt8]

    /// What a token is replaced with, in header fields and the query.
    static let mark = "redacted"

    /// The form in which a request is stored.
    /// - Parameter verifier: names the places of tokens.
    /// - Returns: nil if a token cannot be found in the bytes of the body, so that it cannot be replaced.
    init?(_ request: Request, hiding verifier: Verifier?) {
        let places = verifier?.proofs.compactMap(\.tokenPlace) ?? []
        guard let body = Self.body(of: request, hiding: places) else { return nil }
        self.body = body
        head = Array(Self.head(of: request, hiding: places).serialized().utf8)
    }

    private static let secretFields: Set<HTTPField.Name> = [
        .authorization, .cookie, .proxyAuthorization, HTTPField.Name(constant: "X-Api-Key"),
    ]

    private static func head(of request: Request, hiding places: [ValueSource]) -> JSONValue {
        let named = places.compactMap(\.headerName).compactMap { HTTPField.Name($0) }
        let secret = secretFields.union(named)
        let headers = request.headers.map { field -> JSONValue in
            [.string(field.name.rawName), .string(secret.contains(field.name) ? mark : field.value)]
        }
        var members: [JSONObject.Member] = [
            .init("method", .string(request.method.rawValue)),
            .init("target", .string(target(of: request, hiding: places).description)),
            .init("headers", .array(headers)),
            .init("scheme", .string(request.scheme.rawValue)),
            .init("peer", .string(request.peer.description)),
            .init("client", .string(request.client.description)),
            .init("id", .string(request.id)),
        ]
        if let baseURL = request.baseURL { members.append(.init("base", .string(baseURL))) }
        if let certificate = request.clientCertificate {
            members.append(
                .init(
                    "certificate",
                    [
                        "subject": .string(certificate.subject),
                        "names": .array(certificate.names.map(JSONValue.string)),
                        "fingerprint": .array(certificate.fingerprint.map { .integer(Int($0)) }),
                    ]))
        }
        return .object(JSONObject(members))
    }

    /// The target with the values of these query fields replaced; `token` is always one of them.
    private static func target(of request: Request, hiding places: [ValueSource]) -> RequestTarget {
        guard let query = request.target.query else { return request.target }
        let named = places.compactMap { if case .query(let name) = $0 { name } else { nil } }
        var target = request.target
        let fields = query.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).map(
            Substring.init)
        target.query = fields.map { field in
            let name = FormFields(urlEncoded: Array(field.utf8)).first?.name ?? ""
            guard (named + ["token"]).contains(where: { $0.hasSameBytesIgnoringCase(as: name) }) else {
                return String(field)
            }
            return "\(Substring(field.utf8.prefix { $0 != UInt8(ascii: "=") }))=\(mark)"
        }.joined(separator: "&")
        return target
    }

    /// The body with tokens in its fields replaced by as many asterisks.
    private static func body(of request: Request, hiding places: [ValueSource]) -> [UInt8]? {
        var body = request.body
        for place in places {
            guard case .field = place else { continue }
            // A token that occurs several times is masked everywhere at once.
            for token in Set(SignedRequest(request).values(of: place).map { Array($0.utf8) }) where !token.isEmpty {
                let text = String(decoding: token, as: UTF8.self)
                let isMasked =
                    body.mask(token) || body.mask(Array(FormFields([.init("", text)]).urlEncoded.utf8.dropFirst()))
                guard isMasked else { return nil }
            }
        }
        return body
    }
}

extension Request {
    /// The request that was stored; nil if its head is damaged or was written by another version.
    package init?(_ stored: StoredPayload) {
        guard let head = try? JSONValue(parsing: stored.head),
            let method = head["method"]?.stringValue.flatMap({ HTTPRequest.Method(rawValue: $0) }),
            let target = head["target"]?.stringValue
        else { return nil }
        let address = { (name: String) -> PeerAddress in
            (head[name]?.stringValue).flatMap { IPAddress($0) }.map { PeerAddress($0) } ?? .local
        }
        var headers = HTTPFields()
        for field in head["headers"]?.arrayValue ?? [] {
            guard let name = field[0]?.stringValue.flatMap({ HTTPField.Name($0) }), let value = field[1]?.stringValue
            else { continue }
            headers.append(HTTPField(name: name, value: value))
        }
        self.init(
            method: method, target: RequestTarget(target), headers: headers,
            scheme: head["scheme"]?.stringValue.flatMap { Scheme(rawValue: $0) } ?? .http, peer: address("peer"),
            clientCertificate: head["certificate"].flatMap { ClientCertificate($0) },
            id: head["id"]?.stringValue ?? "", body: stored.body)
        client = address("client")
        baseURL = head["base"]?.stringValue
        parsed = ParsedRequest(self)
    }
}

extension ClientCertificate {
    fileprivate init?(_ stored: JSONValue) {
        guard let subject = stored["subject"]?.stringValue else { return nil }
        self.init(
            subject: subject, names: stored["names"]?.arrayValue?.compactMap(\.stringValue) ?? [],
            fingerprint: stored["fingerprint"]?.arrayValue?.compactMap { $0.intValue.flatMap(UInt8.init(exactly:)) }
                ?? []
        )
    }
}

extension [UInt8] {
    /// Replaces every occurrence of a text with asterisks.
    /// - Returns: whether it occurs.
    fileprivate mutating func mask(_ text: [UInt8]) -> Bool {
        let found = ranges(of: text)
        for range in found { replaceSubrange(range, with: repeatElement(UInt8(ascii: "*"), count: range.count)) }
        return !found.isEmpty
    }
}
