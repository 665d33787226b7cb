/// The verifiers of a bot as OpenAPI's security schemes.
struct SecuritySchemes {
    /// The schemes. Different ones of verifiers with one name have a number behind it.
    private(set) var byName = JSONObject()

    /// What an operation demands: one of the verifier's proofs. A token in the body is no scheme of OpenAPI's: a sender
    /// that may prove itself so need do nothing else.
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

    /// A proof as a security scheme; OpenAPI knows a signature only as a value in a header field, and nothing in
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
        case .token(.field, _): return nil
        }
    }
}
