private import HarkHTTP

/// Checks tokens, passwords and client certificates.
package struct TokenCheck {
    /// Most tokens of one request that are tried; further ones are ignored. A legitimate sender sends one.
    package static let mostTokens = 4

    /// Which of the secrets is at the place, counted from 0.
    /// - Throws: why none of them is.
    package static func match(
        _ source: ValueSource,
        prefix: String,
        _ signedRequest: SignedRequest,
        secrets: [String]
    ) throws(VerificationError) -> Int {
        let values = signedRequest.values(of: source).prefix(mostTokens)
        guard !values.isEmpty else { throw .missing(["\(source)"]) }
        let tokens = values.compactMap { $0.rest(after: prefix) }.map { token in
            // One or more spaces after the scheme (RFC 6750, 2.1).
            String(prefix.hasSuffix(" ") ? Substring(token.utf8.drop { $0 == UInt8(ascii: " ") }) : token)
        }
        guard !tokens.isEmpty else { throw .malformed("\(source)") }
        guard let index = index(of: tokens, in: secrets) else { throw .mismatch("the token in \(source)") }
        return index
    }

    /// Which of the secrets equals the user and password, or only the password if the secret has no colon.
    /// - Throws: why none of them does.
    package static func matchBasic(_ signedRequest: SignedRequest, secrets: [String]) throws(VerificationError) -> Int {
        let values = signedRequest.values(of: .header("Authorization")).prefix(mostTokens)
        guard !values.isEmpty else { throw .missing(["header Authorization"]) }
        let credentials = values.compactMap { value -> String? in
            value.rest(after: "Basic ").flatMap { [UInt8](base64: $0.trimmingSpaces) }
                .flatMap { String(validating: $0, as: UTF8.self) }
        }.filter(\.hasColon)
        guard !credentials.isEmpty else { throw .malformed("header Authorization") }
        let passwords = credentials.map { String(Substring($0.utf8.drop { $0 != UInt8(ascii: ":") }.dropFirst())) }
        let matches = secrets.map { secret in
            index(of: secret.hasColon ? credentials : passwords, in: [secret]) != nil
        }
        guard let index = matches.firstIndex(of: true) else {
            throw .mismatch("the user or password in header Authorization")
        }
        return index
    }

    /// - Throws: why the client's certificate is not accepted.
    package static func matchCertificate(_ names: [String], _ signedRequest: SignedRequest) throws(VerificationError) {
        guard let certificate = signedRequest.request.clientCertificate else {
            throw .missing(["client certificate that HARK_TLS_CLIENT_CA vouches for"])
        }
        guard
            names.isEmpty
                || certificate.names.contains(where: { name in
                    // Host names are case-insensitive, in ASCII only (RFC 5280, 7.2).
                    names.contains { $0.hasSameBytesIgnoringCase(as: name) }
                })
        else { throw .mismatch("the name of the client certificate") }
    }

    /// The first secret that equals one of the texts; an empty secret does not count, because an empty text would match
    /// it. Every secret is compared with every text, so that the time reveals nothing about either.
    private static func index(of texts: [String], in secrets: [String]) -> Int? {
        let matches = secrets.map { secret in
            texts.prefix(mostTokens).reduce(false) { found, text in
                text.hasSameBytesInConstantTime(as: secret) || found
            } && !secret.isEmpty
        }
        return matches.firstIndex(of: true)
    }
}

// Bytes are compared, not characters: comparing characters takes quadratic time for a run of combining marks, which
// anyone may send.
extension String {
    /// The text after the name of an authentication scheme, which is case-insensitive (RFC 9110, 11.1); nil without
    /// that name.
    fileprivate func rest(after scheme: String) -> Substring? {
        let start = utf8.prefix(scheme.utf8.count)
        guard start.elementsEqual(scheme.utf8, by: { $0.asciiLowercased == $1.asciiLowercased }) else { return nil }
        return self[start.endIndex...]
    }

    fileprivate var hasColon: Bool { utf8.contains(UInt8(ascii: ":")) }
}
