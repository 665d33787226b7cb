/// What separates the parts of a multipart body.
struct MultipartBoundary {
    private static let lengthLimit = 70

    /// CRLF, two hyphens, and the boundary: what ends a part.
    let delimiter: [UInt8]

    /// Checks a boundary (RFC 2046, 5.1.1).
    init(_ boundary: String?) throws(FormError) {
        let bytes = Array((boundary ?? "").utf8)
        guard 1...Self.lengthLimit ~= bytes.count, bytes.last != UInt8(ascii: " "),
            bytes.allSatisfy({ $0.isAlphanumeric || Self.punctuation.contains($0) })
        else { throw .invalidBoundary }
        delimiter = Array("\r\n--".utf8) + bytes
    }

    private static let punctuation = Array("'()+_,-./:=? ".utf8)
}
