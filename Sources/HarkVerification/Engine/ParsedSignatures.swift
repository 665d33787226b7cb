private import HarkHTTP

/// The signatures in a request's header fields, not verified yet.
package struct ParsedSignatures {
    /// Most signatures that are tried; further ones are ignored. Providers send two during a key rotation.
    package static let limit = 32

    /// One signature, and the timestamp from the same field, if the scheme puts it there.
    package struct Claim: Equatable {
        package let signature: [UInt8]
        package let timestamp: String?
    }

    /// The well-formed ones, in the order sent.
    package private(set) var claims: [Claim] = []

    /// Parses every field that the scheme names.
    /// - Throws: `.missing` if there is no such field, or it lists only signatures of other kinds, `.malformed` if none
    ///   of them contains a valid signature.
    package init(_ signedRequest: SignedRequest, _ scheme: SignatureScheme) throws(VerificationError) {
        // Only errors need it.
        let place = { "header \(scheme.headers.joined(separator: " or "))" }
        let fields = scheme.headers.flatMap { signedRequest.values(of: .header($0)) }
        guard !fields.isEmpty else { throw .missing([place()]) }
        for field in fields { read(field[...].utf8, scheme) }
        guard claims.isEmpty else { return }
        if case .list(let prefix) = scheme.wrapper,
            fields.allSatisfy({ Self.words(in: $0[...].utf8, prefix).isEmpty })
        {
            throw .missing(["“\(prefix)…” in \(place())"])
        }
        throw .malformed(place())
    }

    // Bytes are compared, not characters: comparing characters takes quadratic time for a run of combining marks, which
    // anyone may send.

    private mutating func read(_ field: Substring.UTF8View, _ scheme: SignatureScheme) {
        switch scheme.wrapper {
        case .plain:
            claim(field, nil, scheme)
        case .prefix(let prefix):
            if field.starts(with: prefix.utf8) { claim(field.dropFirst(prefix.utf8.count), nil, scheme) }
        case .pairs(let name):
            let pairs = field.split(separator: UInt8(ascii: ",")).map { (pair: Substring.UTF8View) in
                let name = pair.prefix { $0 != UInt8(ascii: "=") }
                return (name: name.trimmingBlanks, value: pair[name.endIndex...].dropFirst().trimmingBlanks)
            }
            var timestamp: String?
            if case .pair(let key) = scheme.timestamp?.source {
                timestamp = pairs.first { $0.name.elementsEqual(key.utf8) }.map { String(Substring($0.value)) }
            }
            for pair in pairs where pair.name.elementsEqual(name.utf8) { claim(pair.value, timestamp, scheme) }
        case .list(let prefix):
            for word in Self.words(in: field, prefix) { claim(word.dropFirst(prefix.utf8.count), nil, scheme) }
        }
    }

    /// The words of a list that begin with a prefix.
    private static func words(in field: Substring.UTF8View, _ prefix: String) -> [Substring.UTF8View] {
        field.split(separator: UInt8(ascii: " ")).filter { $0.starts(with: prefix.utf8) }
    }

    private mutating func claim(_ text: Substring.UTF8View, _ timestamp: String?, _ scheme: SignatureScheme) {
        guard claims.count < Self.limit, let bytes = scheme.encoding.decoded(Substring(text)), !bytes.isEmpty else {
            return
        }
        claims.append(Claim(signature: bytes, timestamp: timestamp))
    }
}
