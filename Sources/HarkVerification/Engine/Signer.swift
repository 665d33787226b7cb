private import HTTPTypes
public import HarkHTTP
private import HarkTLS

public import struct FoundationEssentials.Date
public import struct FoundationEssentials.UUID

/// Signs requests as their sender would, so that a verifier accepts them: for `!webhook test` and for tests.
public struct Signer: Sendable {
    private let verifier: Verifier
    private let key: SigningKey

    /// Signs for `verifier` with a shared secret.
    public init(_ verifier: Verifier, secret: String) { self.init(verifier, key: .shared(secret)) }

    /// Signs for `verifier` with any key.
    public init(_ verifier: Verifier, key: SigningKey) {
        self.verifier = verifier
        self.key = key
    }

    /// The request with the first kind of proof that the key can make; nil if it can make none, as for a client
    /// certificate or with a public key.
    /// - Parameters:
    ///   - now: the time of the signature.
    ///   - id: the delivery's identifier, if the verifier needs one, or nil for a new one; an existing one is kept.
    public func sign(_ request: Request, at now: Date, id: String? = nil) -> Request? {
        var request = request
        let id = id ?? UUID().uuidString.lowercased()
        for source in verifier.deliveryID?.sources.prefix(1) ?? [] {
            if case .header(let name) = source { request.headers.setIfMissing(name, id) }
        }
        for proof in verifier.proofs {
            if let signed = signed(request, proof, now, id) { return signed }
        }
        return nil
    }

    private func signed(_ request: Request, _ proof: Proof, _ now: Date, _ id: String) -> Request? {
        switch (proof, key) {
        case (.signature(let scheme), _):
            return scheme.sign(request, with: key, at: now, id: id)
        case (.token(let source, let prefix), .shared(let secret)):
            return request.placing("\(prefix)\(secret)", in: source)
        case (.basic, .shared(let secret)):
            let credentials = secret.contains(":") ? secret : "hark:\(secret)"
            let text = SignatureScheme.Encoding.base64.encoded(Array(credentials.utf8))
            return request.placing("Basic \(text)", in: .header("Authorization"))
        case (.clientCertificate, _), (.publishedKey, _), (.token, _), (.basic, _):
            return nil
        }
    }
}

extension SignatureScheme {
    /// The request with a signature of this scheme, or nil if the key is of another kind.
    fileprivate func sign(_ request: Request, with key: SigningKey, at now: Date, id: String) -> Request? {
        var request = request
        let seconds = now.timeIntervalSince1970
        var time = timestamp?.unit.text(seconds) ?? String(Int64(seconds))
        if case .value(let source) = timestamp?.source {
            if let given = SignedRequest(request).value(of: source) {
                time = given
            } else if let placed = request.placing(time, in: source, isNumber: true) {
                request = placed
            }
        }
        var id = id
        if let source = self.id {
            if let given = SignedRequest(request).value(of: source) { id = given }
            request = request.placing(id, in: source) ?? request
        }
        if content.parts.contains(.fields) { request = request.placingHash() }
        guard let header = headers.first,
            let signed = try? SignedBytes(content, SignedRequest(request), timestamp: time, id: id),
            let pieces = signed.candidates.first,
            let signature = key.signature(over: pieces, self)
        else { return nil }
        return request.placing(wrapped(encoding.encoded(signature), time), in: .header(header))
    }

    private func wrapped(_ signature: String, _ time: String) -> String {
        switch wrapper {
        case .plain: return signature
        case .prefix(let prefix), .list(let prefix): return prefix + signature
        case .pairs(let name):
            guard case .pair(let timeName) = timestamp?.source else { return "\(name)=\(signature)" }
            return "\(timeName)=\(time),\(name)=\(signature)"
        }
    }
}

extension SignatureTimestamp.Unit {
    /// A time in seconds since 1970 as a sender writes it.
    fileprivate func text(_ seconds: Double) -> String {
        switch self {
        case .seconds: return String(Int64(seconds))
        case .milliseconds: return String(Int64(seconds * 1000))
        case .rfc3339:
            let date = CalendarDate(secondsSince1970: Int(seconds.rounded(.down)))
            let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
            return "\(date.year)-\(two(date.month))-\(two(date.day))"
                + "T\(two(date.hour)):\(two(date.minute)):\(two(date.second))Z"
        }
    }
}

extension Request {
    /// The same request with a value at the given place, or nil if its body has no such place.
    /// - Parameter isNumber: whether JSON contains it as a number, as for timestamps.
    fileprivate func placing(_ value: String, in source: ValueSource, isNumber: Bool = false) -> Request? {
        var request = self
        switch source {
        case .header(let name): request.headers[name] = value
        case .query(let name):
            let field = FormFields([.init(name, value)]).urlEncoded
            request.target.query = request.target.query.map { "\($0)&\(field)" } ?? field
        case .field(let name):
            if mediaType?.isForm == true {
                let field = FormFields([.init(name, value)]).urlEncoded
                request.body += Array((body.isEmpty ? field : "&\(field)").utf8)
            } else {
                guard let json = try? JSONValue(parsing: body), case .object = json else { return nil }
                let new = (isNumber ? Int(value) : nil).map(JSONValue.integer) ?? .string(value)
                guard let changed = JSONValue.placed(new, at: name.split(separator: ".")[...], in: json) else {
                    return nil
                }
                request.body = Array(changed.serialized().utf8)
            }
        }
        return request
    }
}

extension JSONValue {
    /// A value with another one at a path, which is made where it is missing; nil if something else is in its way.
    /// - Parameter path: names of members, and `*` for every element of an array.
    fileprivate static func placed(_ new: JSONValue, at path: ArraySlice<Substring>, in old: JSONValue?) -> JSONValue? {
        guard let name = path.first else { return new }
        let rest = path.dropFirst()
        switch old {
        case nil where name == "*": return placed(new, at: rest, in: nil).map { .array([$0]) }
        case nil: return placed(new, at: rest, in: nil).map { .object(JSONObject([.init(String(name), $0)])) }
        case .array(let elements)? where name == "*":
            let changed = elements.compactMap { placed(new, at: rest, in: $0) }
            return changed.count == elements.count ? .array(changed) : nil
        case .object(var object)?:
            guard let member = placed(new, at: rest, in: object[String(name)]) else { return nil }
            object[String(name)] = member
            return .object(object)
        default: return nil
        }
    }
}

extension Request {
    /// The same request with the hash of its body in the query, where a signature over the form's fields needs it, as
    /// Twilio does for JSON.
    fileprivate func placingHash() -> Request {
        guard !body.isEmpty, query["bodySHA256"] == nil, SignedRequest(self).signedFields == nil else { return self }
        return placing(HashAlgorithm.sha256.digest(of: body).hexadecimal, in: .query("bodySHA256")) ?? self
    }
}

extension HTTPFields {
    fileprivate mutating func setIfMissing(_ name: String, _ value: String) {
        if self[name] == nil { self[name] = value }
    }
}

/// The key of a sender.
public enum SigningKey: Sendable {
    /// A shared secret.
    case shared(String)
    /// An Ed25519 private key: its seed of 32 bytes (RFC 8032, 5.1.5).
    case ed25519(seed: [UInt8])
    /// An ECDSA private key on P-256: a PKCS #8 document in DER, unencrypted (RFC 5958).
    case ecdsaP256(pkcs8: [UInt8])

    /// A new ECDSA private key on P-256; nil if the system has no randomness or memory for it.
    public static func newECDSAP256() -> SigningKey? {
        (try? PrivateKey.newP256()).map { .ecdsaP256(pkcs8: $0.der) }
    }

    /// The signature over the concatenated pieces, or nil if the key is of another kind than the scheme's.
    package func signature(over pieces: [[UInt8]], _ scheme: SignatureScheme) -> [UInt8]? {
        switch (self, scheme.algorithm) {
        case (.shared(let secret), .hmacSHA1), (.shared(let secret), .hmacSHA256), (.shared(let secret), .hmacSHA384),
            (.shared(let secret), .hmacSHA512):
            SignatureKey(secret, scheme)?.signature(over: pieces)
        case (.ed25519, .ed25519), (.ecdsaP256, .ecdsaP256):
            try? privateKey?.signature(over: Array(pieces.joined()))
        default: nil
        }
    }

    /// The text by which the verifier knows the key, as a scheme's secret setting takes it; nil if the key is of
    /// another kind than the scheme's.
    public func secret(for scheme: SignatureScheme) -> String? {
        switch (self, scheme.algorithm, privateKey?.publicKey) {
        case (.shared(let secret), _, _): secret
        case (.ed25519, .ed25519, .ed25519(let bytes)?), (.ecdsaP256, .ecdsaP256, .ecdsaP256(let bytes)?):
            scheme.key.secret(of: bytes)
        default: nil
        }
    }

    private var privateKey: PrivateKey? {
        switch self {
        case .shared: nil
        case .ed25519(let seed): PrivateKey(ed25519Seed: seed)
        case .ecdsaP256(let document): PrivateKey(p256DER: document)
        }
    }
}

extension SigningKey: CustomStringConvertible, CustomReflectable {
    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
