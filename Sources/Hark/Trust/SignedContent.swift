/// What a signature is made over: text with placeholders, such as `"v0:{timestamp}:{body}"`.
public struct SignedContent: Sendable, Hashable, ExpressibleByStringLiteral {
    /// A piece of it.
    public enum Part: Sendable, Hashable {
        /// This text.
        case literal(String)
        /// `{body}`: the exact bytes received.
        case body
        /// `{payload}`: the field `payload` where the body is a form of that field alone, and else the body.
        case payload
        /// `{timestamp}`: the signature's timestamp, as it is written in the request.
        case timestamp
        /// `{id}`: the delivery's identifier, as it is written in the request.
        case id
        /// `{url}`: the URL as the sender knows it (`HARK_BASE_URL`, or what a trusted proxy says).
        case url
        /// `{fields}`: names and values of the form's fields, sorted by name, without anything between them. A body that
        /// is no form, or has files, must have its SHA-256 in the URL's `bodySHA256` (twilio.com/docs/usage/security).
        case fields
    }

    /// The pieces, in order.
    public let parts: [Part]

    /// The placeholders that are not known; a manifest with one is refused.
    let unknown: [String]

    /// Reads the text.
    public init(stringLiteral text: String) {
        var parts: [Part] = []
        var unknown: [String] = []
        var rest = text[...]
        while !rest.isEmpty {
            guard let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") else {
                parts.append(.literal(String(rest)))
                break
            }
            if rest.startIndex < open { parts.append(.literal(String(rest[..<open]))) }
            let name = String(rest[rest.index(after: open)..<close])
            if let part = Self.placeholders[name] { parts.append(part) } else { unknown.append(name) }
            rest = rest[rest.index(after: close)...]
        }
        self.parts = parts
        self.unknown = unknown
    }

    private static let placeholders: [String: Part] = [
        "body": .body, "payload": .payload, "timestamp": .timestamp, "id": .id, "url": .url, "fields": .fields,
    ]
}
