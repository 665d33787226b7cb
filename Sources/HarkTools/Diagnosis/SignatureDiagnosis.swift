internal import struct FoundationEssentials.Date

/// Determines why a signature is invalid, by trying common mistakes.
struct SignatureDiagnosis {
    /// A secret with its name for people.
    struct NamedSecret {
        let name: String
        let text: String
    }

    let scheme: SignatureScheme
    let request: Request
    let now: Date
    /// The route's own secrets first, then all others that the bot knows.
    let secrets: [NamedSecret]
    /// The number of the route's own secrets.
    let ownCount: Int
    /// What may be spent on guessing how the body was written.
    let budget: WorkBudget

    /// The findings, one sentence each; empty if there are none.
    var findings: [String] {
        let fields = scheme.headers.flatMap { SignedRequest(request).values(of: .header($0)) }
        guard !fields.isEmpty else { return [] }
        if let finding = formFinding(fields) { return [finding] }
        var findings: [String] = []
        do throws(VerificationError) {
            try SignatureCheck(scheme: scheme, now: now).checkHead(SignedRequest(request))
        } catch .stale(let seconds) {
            findings.append(stale(by: seconds))
        } catch .incomplete {
            // The error itself says that.
            return []
        } catch {
            return ["The request cannot be checked: \(error)."]
        }
        let known = findings.count
        if let match = match(ageless, request) {
            if let finding = secretFinding(match) { findings.append(finding) }
            if match < ownCount, !findings.isEmpty { findings.append("Apart from that the signature is right.") }
            return findings
        }
        let body = bodyFindings
        findings += schemeFindings + body + urlFindings
        if findings.count == known {
            findings.append("No secret that this bot knows makes this signature over these bytes.")
            findings.append("Either the sender has another secret, or the bytes were changed on their way.")
        }
        if body.isEmpty, budget.isSpent {
            findings.append("The request is long: not every way to write its body was tried.")
        }
        return findings
    }

    /// The scheme, accepting signatures of any age.
    private var ageless: SignatureScheme {
        var scheme = scheme
        scheme.timestamp?.past = nil
        scheme.timestamp?.future = nil
        return scheme
    }

    /// The secret that makes the signature of a request under a scheme.
    private func match(_ scheme: SignatureScheme, _ request: Request) -> Int? {
        budget.spend(cost(scheme, request))
        return try? SignatureCheck(scheme: scheme, now: now).match(SignedRequest(request), secrets: secrets.map(\.text))
            .secret
    }

    /// The estimated cost of a `match`, in nanoseconds of a core: the header section is read once, and the body is
    /// hashed for each secret, URL and timestamp, with a public key also for each signature.
    private func cost(_ scheme: SignatureScheme, _ request: Request) -> Int {
        var passes = max(1, secrets.count)
        if scheme.content.parts.contains(.url) { passes *= 2 }
        if case .pair = scheme.timestamp?.source { passes *= SignatureCheck.mostTimestamps }
        if !scheme.algorithm.isHMAC { passes *= SignatureKey.mostPublicChecks }
        let readsBody = scheme.content.parts.contains(.fields) || scheme.content.parts.contains(.payload)
        return headLength * 20 + request.body.count * (passes * 2 + (readsBody ? 50 : 0))
    }

    private var headLength: Int {
        request.headers.reduce(request.target.path.utf8.count + (request.target.query?.utf8.count ?? 0)) {
            $0 + $1.value.utf8.count
        }
    }

    /// Finds a signature in another format than the scheme's.
    private func formFinding(_ fields: [String]) -> String? {
        var other = ageless
        other.encoding = scheme.encoding == .hex ? .base64 : .hex
        let (wanted, found) = scheme.encoding == .hex ? ("hexadecimal", "base64") : ("base64", "hexadecimal")
        if match(other, request) != nil {
            return "The signature is right, but written as \(found) instead of \(wanted)."
        }
        other = ageless
        other.wrapper = .plain
        if scheme.wrapper != .plain, match(other, request) != nil {
            return "The signature is right, but bare: “\(scheme.wrapper.example)” is missing around it."
        }
        if claims(scheme) { return nil }
        other = ageless
        other.encoding = scheme.encoding == .hex ? .base64 : .hex
        if claims(other) { return "The signature is not \(wanted); it looks like \(found)." }
        other.wrapper = .plain
        if claims(other) {
            return "The signature looks like \(found), and “\(scheme.wrapper.example)” with \(wanted) in it is wanted."
        }
        if (try? ParsedSignatures(SignedRequest(request), scheme)) != nil { return nil }
        return "The header is not “\(scheme.wrapper.example)” with \(wanted) in it."
    }

    /// Whether a header field may contain a signature of a scheme: one of the length that its algorithm produces.
    private func claims(_ scheme: SignatureScheme) -> Bool {
        let claims = (try? ParsedSignatures(SignedRequest(request), scheme))?.claims ?? []
        return claims.contains { scheme.algorithm.length == nil || $0.signature.count == scheme.algorithm.length }
    }

    private func stale(by seconds: Int) -> String {
        let limit = (seconds >= 0 ? scheme.timestamp?.past : scheme.timestamp?.future)?.wholeSeconds ?? 0
        let side = seconds >= 0 ? "\(seconds) s old" : "\(-seconds) s in the future"
        return "The timestamp is \(side); at most \(limit) s are allowed. Are both clocks right?"
    }

    private func secretFinding(_ match: Int) -> String? {
        guard match > 0 else { return nil }
        let name = secrets[match].name
        if match < ownCount { return "It is signed with an old secret: \(name)." }
        return "It is signed with another secret: \(name)."
    }

    private var schemeFindings: [String] {
        var findings: [String] = []
        for algorithm in [SignatureScheme.Algorithm.hmacSHA1, .hmacSHA256, .hmacSHA384, .hmacSHA512]
        where algorithm != scheme.algorithm && scheme.algorithm.isHMAC {
            var other = ageless
            other.algorithm = algorithm
            if match(other, request) != nil {
                findings.append("It is signed with \(algorithm.label) instead of \(scheme.algorithm.label).")
            }
        }
        for (key, name) in [(KeyEncoding.utf8, "as plain text"), (.base64, "as base64"), (.hex, "as hexadecimal")]
        where key != scheme.key {
            var other = ageless
            other.key = key
            if match(other, request) != nil { findings.append("The sender takes the secret \(name).") }
        }
        for (content, name) in [(SignedContent("{body}"), "the body alone"), ("{payload}", "the form's field payload")]
        where content != scheme.content {
            var other = ageless
            other.content = content
            if match(other, request) != nil { findings.append("The signature is over \(name).") }
        }
        return findings
    }

    private var bodyFindings: [String] {
        for variant in BodyVariants(request.body, budget: budget).all {
            var other = request
            other.body = variant.bytes
            guard match(ageless, other) != nil else { continue }
            let what = "The body was re-encoded on the way: it says the same, but the bytes differ."
            return ["\(what) The signature fits it \(variant.name)."]
        }
        return []
    }

    /// Finds a URL that the sender used and Hark does not see.
    private var urlFindings: [String] {
        guard scheme.content.parts.contains(.url) else { return [] }
        let url = request.url.utf8
        let swapped =
            url.starts(with: "https:".utf8)
            ? "http\(Substring(url.dropFirst(5)))" : "https\(Substring(url.dropFirst(4)))"
        var other = request
        other.baseURL = String(Substring(swapped.utf8.dropLast(request.target.description.utf8.count)))
        if match(ageless, other) != nil {
            return ["The sender called \(shown(swapped)), and Hark sees \(shown(request.url)). Set HARK_BASE_URL."]
        }
        return ["The signature holds the URL; Hark takes \(shown(request.url)) for it. HARK_BASE_URL sets another one."]
    }

    /// The start of a URL, without its query, which may contain tokens.
    private func shown(_ url: String) -> String {
        let path = url.utf8.prefix { $0 != UInt8(ascii: "?") }
        return Substring(path).scalars(upTo: 300) + (path.endIndex < url.endIndex ? "?…" : "")
    }
}

extension SignatureScheme.Algorithm {
    fileprivate var isHMAC: Bool { self != .ed25519 && self != .ecdsaP256 }

    /// The length of a signature in bytes; nil if it varies.
    fileprivate var length: Int? {
        switch self {
        case .hmacSHA1: 20
        case .hmacSHA256: 32
        case .hmacSHA384: 48
        case .hmacSHA512, .ed25519: 64
        case .ecdsaP256: nil
        }
    }

    fileprivate var label: String {
        switch self {
        case .hmacSHA1: "HMAC-SHA1"
        case .hmacSHA256: "HMAC-SHA256"
        case .hmacSHA384: "HMAC-SHA384"
        case .hmacSHA512: "HMAC-SHA512"
        case .ed25519: "Ed25519"
        case .ecdsaP256: "ECDSA P-256"
        }
    }
}

extension SignatureScheme.Wrapper {
    fileprivate var example: String {
        switch self {
        case .plain: "…"
        case .prefix(let prefix), .list(let prefix): "\(prefix)…"
        case .pairs(let name): "\(name)=…"
        }
    }
}

extension Verifier {
    /// The signature schemes that a request's sender seems to use: those whose signatures can be parsed, or else those
    /// whose header fields are present. All of them if there is no proof at all.
    func schemes(nearestTo signedRequest: SignedRequest) -> [SignatureScheme] {
        let schemes = proofs.compactMap { proof -> SignatureScheme? in
            if case .signature(let scheme) = proof { scheme } else { nil }
        }
        let readable = schemes.filter { (try? ParsedSignatures(signedRequest, $0)) != nil }
        if !readable.isEmpty { return readable }
        let named = schemes.filter { scheme in
            scheme.headers.contains { !signedRequest.values(of: .header($0)).isEmpty }
        }
        if !named.isEmpty { return named }
        let hasToken = proofs.compactMap(\.tokenPlace).contains { !signedRequest.values(of: $0).isEmpty }
        return hasToken ? [] : schemes
    }
}
