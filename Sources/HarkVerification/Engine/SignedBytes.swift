private import HarkHTTP
private import HarkTLS

/// The bytes that a signature may cover.
package struct SignedBytes {
    /// Each a list of pieces to be concatenated; several candidates if senders differ.
    package let candidates: [[[UInt8]]]

    /// Fills in the placeholders of `content` from a request.
    /// - Throws: `.malformed` if there is a body that the content does not cover.
    package init(
        _ content: SignedContent,
        _ signedRequest: SignedRequest,
        timestamp: String,
        id: String
    ) throws(VerificationError) {
        let urls = content.parts.contains(.url) ? Self.spellings(of: signedRequest.request.url) : [""]
        var candidates: [[[UInt8]]] = []
        for url in urls {
            var pieces: [[UInt8]] = []
            for part in content.parts {
                switch part {
                case .literal(let text): pieces.append(Array(text.utf8))
                case .body: pieces.append(signedRequest.request.body)
                case .payload:
                    pieces.append(signedRequest.signedPayload ?? signedRequest.request.body)
                case .timestamp: pieces.append(Array(timestamp.utf8))
                case .id: pieces.append(Array(id.utf8))
                case .url: pieces.append(Array(url.utf8))
                case .fields: pieces.append(try Self.sortedFields(signedRequest))
                }
            }
            candidates.append(pieces)
        }
        self.candidates = candidates
    }

    /// A form's fields, sorted. A body that is not a form is covered by its hash in the URL, which is signed too.
    private static func sortedFields(_ signedRequest: SignedRequest) throws(VerificationError) -> [UInt8] {
        if let fields = signedRequest.sortedFields { return fields }
        let named = signedRequest.request.query["bodySHA256"]
        if named == nil, signedRequest.request.body.isEmpty { return [] }
        let hash = HashAlgorithm.sha256.digest(of: signedRequest.request.body)
        guard let named, [UInt8](hexadecimal: named.utf8.span) == hash else {
            throw .malformed("query field bodySHA256")
        }
        return []
    }

    /// A URL, and the same with its default port added or removed: senders differ in whether they sign it.
    package static func spellings(of url: String) -> [String] {
        guard let colon = url.utf8.firstIndex(of: UInt8(ascii: ":")),
            url.utf8[colon...].starts(with: "://".utf8)
        else { return [url] }
        let start = url.utf8.index(colon, offsetBy: 3)
        let authority = url.utf8[start...].prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        let rest = url[authority.endIndex...]
        let head = url[..<start]
        let port = authority.reversed().prefix(while: \.isDigit).count
        let host = authority.dropLast(port)
        if port > 0, host.last == UInt8(ascii: ":") { return [url, "\(head)\(Substring(host.dropLast()))\(rest)"] }
        return [url, "\(head)\(Substring(authority)):\(head.utf8.starts(with: "https".utf8) ? 443 : 80)\(rest)"]
    }
}
