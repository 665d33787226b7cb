/// The signatures that a request's header fields claim to be its own.
struct SignatureClaims {
    /// Most signatures that are tried; a list of more is cut. Providers send two while they change keys.
    static let limit = 32

    /// One signature, and the timestamp that came in its field, if the scheme has it there.
    struct Claim: Equatable {
        let signature: [UInt8]
        let timestamp: String?
    }

    /// The well-formed ones, in the order sent.
    private(set) var claims: [Claim] = []

    /// Reads every field that the scheme names.
    /// - Throws: `.missing` when there is no such field, `.malformed` when none holds a signature.
    init(_ evidence: Evidence, _ scheme: SignatureScheme) throws(VerificationFailure) {
        let names = scheme.headers.joined(separator: " or ")
        let fields = scheme.headers.flatMap { evidence.values(of: .header($0)) }
        guard !fields.isEmpty else { throw .missing("header \(names)") }
        for field in fields { read(field, scheme) }
        guard !claims.isEmpty else { throw .malformed("header \(names)") }
    }

    private mutating func read(_ field: String, _ scheme: SignatureScheme) {
        switch scheme.wrapper {
        case .plain:
            claim(field[...], nil, scheme)
        case .prefix(let prefix):
            if field.hasPrefix(prefix) { claim(field.dropFirst(prefix.count), nil, scheme) }
        case .pairs(let name):
            let pairs = field.split(separator: ",").map { pair in
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (parts[0].trimmingSpaces, (parts.count == 2 ? parts[1] : "").trimmingSpaces)
            }
            var timestamp: String?
            if case .pair(let key) = scheme.timestamp?.source {
                timestamp = pairs.first { $0.0 == key }.map { String($0.1) }
            }
            for pair in pairs where pair.0 == name { claim(pair.1, timestamp, scheme) }
        case .list(let prefix):
            for word in field.split(separator: " ") where word.hasPrefix(prefix) {
                claim(word.dropFirst(prefix.count), nil, scheme)
            }
        }
    }

    private mutating func claim(_ text: Substring, _ timestamp: String?, _ scheme: SignatureScheme) {
        guard claims.count < Self.limit, let bytes = scheme.encoding.decoded(text), !bytes.isEmpty else { return }
        claims.append(Claim(signature: bytes, timestamp: timestamp))
    }
}
