/// The verifiers of a bot as OpenAPI security schemes.
struct SecuritySchemes {
    /// The schemes. If several verifiers have the same name, a number is appended.
    private(set) var byName = JSONObject()

    /// The requirement of an operation: one of the verifier's proofs. OpenAPI has no scheme for a token in the body: if
    /// that is allowed, nothing else is required.
    mutating func requirement(of verifier: Verifier) -> JSONValue {
        var names: [String] = []
        var needsNone = false
        for proof in verifier.proofs {
            guard let scheme = verifier.openAPIScheme(proof) else {
                needsNone = true
                continue
            }
            var name = verifier.schemeName
            var number = 2
            while let other = byName[name], other != scheme {
                name = "\(verifier.schemeName)_\(number)"
                number += 1
            }
            byName[name] = scheme
            if !names.contains(name) { names.append(name) }
        }
        return .array(names.map { .object([$0: []]) } + (needsNone ? [.object([:])] : []))
    }
}

extension Verifier {
    fileprivate var schemeName: String { String(name.map { $0.isLetter || $0.isNumber ? $0 : "_" }) }

    /// A proof as a security scheme; OpenAPI can describe a signature only as a value in a header field, and nothing in
    /// bodies.
    fileprivate func openAPIScheme(_ proof: Proof) -> JSONValue? {
        switch proof {
        case .basic: return ["type": "http", "scheme": "basic"]
        case .token(.header("Authorization"), prefix: "Bearer "): return ["type": "http", "scheme": "bearer"]
        case .token(.header(let header), _): return ["type": "apiKey", "in": "header", "name": .string(header)]
        case .token(.query(let field), _): return ["type": "apiKey", "in": "query", "name": .string(field)]
        case .signature(let scheme):
            let text = "\(scheme.algorithm.rawValue) signature of the request by \(name)."
            return [
                "type": "apiKey", "in": "header", "name": .string(scheme.headers.first ?? ""),
                "description": .string(text),
            ]
        case .clientCertificate: return ["type": "mutualTLS"]
        case .publishedKey(.identityToken): return ["type": "http", "scheme": "bearer", "bearerFormat": "JWT"]
        case .publishedKey(.amazonSNS): return nil
        case .token(.field, _): return nil
        }
    }
}
