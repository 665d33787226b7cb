private import HarkHTTP

package import struct FoundationEssentials.Date

/// Checks the signature of a request against a scheme.
package struct SignatureCheck {
    /// Most timestamps that are tried: each takes a pass over the body for every secret.
    package static let mostTimestamps = 4

    private let scheme: SignatureScheme
    private let now: Date

    /// A check for signatures of a scheme at a given time.
    package init(scheme: SignatureScheme, now: Date) {
        self.scheme = scheme
        self.now = now
    }

    /// Checks what is visible before the body arrives.
    /// - Throws: `.missing`, `.malformed` or `.stale` if the header section alone shows that the signature is invalid.
    package func checkHead(_ signedRequest: SignedRequest) throws(VerificationError) {
        let claims = try ParsedSignatures(signedRequest, scheme).claims
        if case .header = scheme.id { _ = try identifier(signedRequest) }
        if case .value(.field) = scheme.timestamp?.source { return }
        _ = try freshGroups(of: claims, signedRequest)
    }

    /// The secret that made the signature, and the signed time.
    package struct Match {
        /// The index of the secret, counted from 0.
        package let secret: Int
        /// The signed timestamp, as in the request; empty if there is none.
        package let timestamp: String
    }

    /// Finds the secret that made the signature.
    /// - Throws: why none of them did.
    package func match(_ signedRequest: SignedRequest, secrets: [String]) throws(VerificationError) -> Match {
        let claims = try ParsedSignatures(signedRequest, scheme).claims
        guard case .value(let source) = scheme.timestamp?.source, case .field = source else {
            return try match(signedRequest, try freshGroups(of: claims, signedRequest), secrets)
        }
        // A timestamp in the body is read only after the signature was verified: unauthenticated bodies are not parsed.
        let match = try match(signedRequest, [Group(timestamp: "", signatures: claims.map(\.signature))], secrets)
        // A body that is neither JSON nor a form is still authentic; whoever decodes it answers 400.
        guard signedRequest.isReadable else { return match }
        let fresh = try freshGroups(of: claims, signedRequest)
        return Match(secret: match.secret, timestamp: fresh.first?.timestamp ?? "")
    }

    private func match(
        _ signedRequest: SignedRequest,
        _ groups: [Group],
        _ secrets: [String]
    ) throws(VerificationError) -> Match {
        let id = try identifier(signedRequest)
        let keys = secrets.map { SignatureKey($0, scheme) }
        guard keys.contains(where: { $0 != nil }) else { throw .unusableSecret }
        for group in groups {
            let signed = try SignedBytes(scheme.content, signedRequest, timestamp: group.timestamp, id: id)
            for (index, key) in keys.enumerated() {
                guard let key else { continue }
                for pieces in signed.candidates where key.validates(group.signatures, over: pieces) {
                    return Match(secret: index, timestamp: group.timestamp)
                }
            }
        }
        throw .mismatch("the signature in header \(scheme.headers.joined(separator: " or "))")
    }

    /// Signatures that share a timestamp.
    private struct Group {
        let timestamp: String
        var signatures: [[UInt8]]
    }

    /// The signatures grouped by timestamp, without those that are not fresh.
    private func freshGroups(
        of claims: [ParsedSignatures.Claim],
        _ signedRequest: SignedRequest
    ) throws(VerificationError) -> [Group] {
        guard let timestamp = scheme.timestamp else {
            return [Group(timestamp: "", signatures: claims.map(\.signature))]
        }
        var groups: [Group] = []
        var failure: VerificationError?
        switch timestamp.source {
        case .value(let source):
            guard let text = signedRequest.value(of: source) else { throw .incomplete("\(source)") }
            try timestamp.check(text, at: now, named: "\(source)")
            groups = [Group(timestamp: text, signatures: claims.map(\.signature))]
        case .pair(let name):
            let place = "“\(name)” in header \(scheme.headers.joined(separator: " or "))"
            for claim in claims {
                do throws(VerificationError) {
                    guard let text = claim.timestamp else { throw .incomplete(place) }
                    try timestamp.check(text, at: now, named: place)
                    if let index = groups.firstIndex(where: { $0.timestamp == text }) {
                        groups[index].signatures.append(claim.signature)
                    } else if groups.count < Self.mostTimestamps {
                        groups.append(Group(timestamp: text, signatures: [claim.signature]))
                    }
                } catch {
                    failure = error.nearer(failure)
                }
            }
        }
        if groups.isEmpty, let failure { throw failure }
        return groups
    }

    private func identifier(_ signedRequest: SignedRequest) throws(VerificationError) -> String {
        guard let source = scheme.id else { return "" }
        guard let id = signedRequest.value(of: source) else { throw .incomplete("\(source)") }
        return id
    }
}

extension SignatureTimestamp {
    /// Checks that a timestamp is valid and fresh.
    /// - Throws: `.malformed` or `.stale`.
    fileprivate func check(_ text: String, at now: Date, named place: String) throws(VerificationError) {
        guard let seconds = seconds(text) else { throw .malformed(place) }
        let age = now.timeIntervalSince1970 - seconds
        if let past, age > past.inSeconds { throw .stale(seconds: Int(age.rounded())) }
        if let future, -age > future.inSeconds { throw .stale(seconds: Int(age.rounded())) }
    }

    /// Seconds since 1970, from 1 to 15 digits, which is enough in both units for every year up to 9999, or from text.
    private func seconds(_ text: String) -> Double? {
        if unit == .rfc3339 { return text.utf8.count <= 40 ? Date(rfc3339: text)?.timeIntervalSince1970 : nil }
        guard (1...15).contains(text.utf8.count), text.utf8.allSatisfy(\.isDigit),
            let number = Double(text)
        else { return nil }
        return unit == .milliseconds ? number / 1000 : number
    }
}

extension Duration {
    fileprivate var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
