private import HarkHTTP
package import HarkTLS

package import struct FoundationEssentials.Date

/// The key that a request says it is signed with.
package struct PublishedKeyName: Sendable, Hashable {
    /// The document that has the key.
    package enum Document: Sendable, Hashable {
        /// A set of keys at this URL.
        case keySet(String)
        /// A certificate of Amazon SNS at this URL.
        case certificate(String)
    }

    /// Where the key is published.
    package let document: Document

    /// The identifier of the key in its document; empty for a certificate.
    package let id: String

    package init(document: Document, id: String) {
        self.document = document
        self.id = id
    }
}

/// What a request claims, before its signature is verified: the claims are those that the plugin expects.
package struct PublishedKeyProof: Sendable {
    /// The key that it is said to be signed with.
    package let key: PublishedKeyName

    private let signature: [UInt8]
    private let signed: [UInt8]
    private let hash: HashAlgorithm

    /// Reads the proof of a request and compares its claims. Nothing is requested.
    /// - Parameter isHead: whether the body has not arrived: what can be said without it is checked.
    /// - Returns: nil if the body is needed, and `isHead` is true.
    package init?(
        _ scheme: PublishedKeyScheme, _ signedRequest: SignedRequest, now: Date, isHead: Bool = false
    ) throws(VerificationError) {
        switch scheme {
        case .identityToken(let scheme):
            let token = try scheme.token(in: signedRequest, now: now)
            guard let id = token.keyID else { throw .malformed("the token's header") }
            key = PublishedKeyName(document: .keySet(scheme.keysURL), id: id)
            (signature, signed, hash) = (token.signature, token.signed, .sha256)
        case .amazonSNS:
            try AmazonSNS.checkHead(signedRequest)
            guard !isHead else { return nil }
            let message = try AmazonSNS(signedRequest)
            let oldest = message.timestamp.addingTimeInterval(AmazonSNS.longestAge)
            guard now <= oldest else { throw .stale(seconds: Int(now.timeIntervalSince(message.timestamp))) }
            key = PublishedKeyName(document: .certificate(message.certificateURL), id: "")
            (signature, signed, hash) = (message.signature, message.signed, message.hash)
        }
    }

    /// Whether the key made the signature.
    package func isValid(for key: PublicKey) -> Bool { key.isValid(signature, over: signed, hash: hash) }
}

extension IdentityTokenScheme {
    /// The token of a request, if it is current and has the expected claims.
    fileprivate func token(
        in signedRequest: SignedRequest, now: Date
    ) throws(VerificationError) -> JSONWebToken {
        let place = "header Authorization"
        let prefix = "Bearer "
        guard let text = signedRequest.value(of: .header("Authorization")) else { throw .missing([place]) }
        guard text.utf8.starts(with: prefix.utf8),
            let token = JSONWebToken(String(Substring(text.utf8.dropFirst(prefix.utf8.count))))
        else { throw .malformed(place) }
        guard let issuer = token.claims["iss"]?.stringValue, issuers.contains(where: { $0.hasSameBytes(as: issuer) })
        else {
            throw .mismatch("the token's issuer")
        }
        for name in claims { try signedRequest.check(name, token.claims[name]?.stringValue) }
        for name in trueClaims {
            guard case .bool(true)? = token.claims[name] else { throw .mismatch("the token's \(name)") }
        }
        guard token.isCurrent(at: Int(now.timeIntervalSince1970)) else { throw .mismatch("the token's time") }
        return token
    }
}

extension SignedRequest {
    /// Compares a claim with what the plugin expects.
    func check(_ name: String, _ value: String?) throws(VerificationError) {
        guard let value else { throw .incomplete(name) }
        let claim = expected.first { $0.name == name }
        guard claim?.values.contains(where: { $0.hasSameBytes(as: value) }) == true else {
            let shown = String(
                decoding: value.utf8.prefix(200).map { (0x20...0x7e).contains($0) ? $0 : 0x3f }, as: UTF8.self)
            throw .mismatch("\(name) “\(shown)”, which \(claim?.variable ?? "the plugin") does not name,")
        }
    }
}
