/// A signature over what was sent, as a provider's documentation describes it.
public struct SignatureScheme: Sendable, Hashable {
    /// What makes a signature.
    public enum Algorithm: String, Sendable, Hashable {
        /// HMAC (RFC 2104) with the named hash. SHA-1 only where a provider has nothing better.
        case hmacSHA1, hmacSHA256, hmacSHA384, hmacSHA512
        /// Ed25519 (RFC 8032); the secret is the sender's public key, 32 bytes.
        case ed25519
        /// ECDSA on P-256 with SHA-256 (FIPS 186-5), DER; the secret is the sender's public key in DER (RFC 5480).
        case ecdsaP256
    }

    /// How the bytes of a signature are written.
    public enum Encoding: Sendable, Hashable {
        /// Hexadecimal digits, all in lower or all in upper case.
        case hex
        /// Base64 (RFC 4648, 4), with or without padding; bits that stand for nothing are zero (RFC 4648, 3.5).
        case base64
    }

    /// What stands around a signature in its header field.
    public enum Wrapper: Sendable, Hashable {
        /// Nothing.
        case plain
        /// One signature after this text: `sha256=`.
        case prefix(String)
        /// Pairs separated by commas, those of this name being signatures: `t=1,v1=…,v1=…`.
        case pairs(String)
        /// A list separated by spaces, those after this text being signatures: `v1,… v1,…`.
        case list(String)
    }

    /// The header fields that may hold it; all of them, and all repeated ones, are tried.
    public var headers: [String]
    /// What makes it.
    public var algorithm: Algorithm
    /// How the secret's text becomes the key.
    public var key: KeyEncoding
    /// What is signed.
    public var content: SignedContent
    /// How its bytes are written.
    public var encoding: Encoding
    /// What stands around it.
    public var wrapper: Wrapper
    /// Where `{id}` of the content stands.
    public var id: ValueSource?
    /// Where `{timestamp}` of the content stands, and how old it may be.
    public var timestamp: SignatureTimestamp?
}

/// How a secret's text becomes a key.
public enum KeyEncoding: Sendable, Hashable {
    /// The text's own bytes.
    case utf8
    /// Base64 (RFC 4648, 4).
    case base64
    /// Hexadecimal digits.
    case hex
    /// Base64 after this text, such as `whsec_`, which may be left out unless it tells two kinds of keys apart.
    case prefixedBase64(String, isOptional: Bool = true)
}

/// When a delivery was signed, and how far from now that may be.
public struct SignatureTimestamp: Sendable, Hashable {
    /// Where the time stands.
    public enum Source: Sendable, Hashable {
        /// In a place of the request.
        case value(ValueSource)
        /// In the signature's own field, as the pair of this name: `t=1492774577,v1=…`.
        case pair(String)
    }

    /// What the number counts, from 1970-01-01 UTC.
    public enum Unit: Sendable, Hashable {
        /// Seconds.
        case seconds
        /// Milliseconds.
        case milliseconds
    }

    /// 300 s, which most providers name.
    public static let defaultTolerance = Duration.seconds(300)

    /// Where the time stands.
    public var source: Source
    /// What it counts.
    public var unit: Unit
    /// How long ago it may be; nil means any time.
    public var past: Duration?
    /// How far ahead it may be; nil means any time.
    public var future: Duration?

    /// A time in a header field.
    public static func header(
        _ name: String,
        past: Duration? = defaultTolerance,
        future: Duration? = defaultTolerance
    ) -> SignatureTimestamp {
        SignatureTimestamp(source: .value(.header(name)), unit: .seconds, past: past, future: future)
    }

    /// A time in the signature's own field.
    public static func pair(
        _ name: String,
        past: Duration? = defaultTolerance,
        future: Duration? = defaultTolerance
    ) -> SignatureTimestamp {
        SignatureTimestamp(source: .pair(name), unit: .seconds, past: past, future: future)
    }

    /// A time in the body.
    public static func field(_ path: String, _ unit: Unit, within tolerance: Duration?) -> SignatureTimestamp {
        SignatureTimestamp(source: .value(.field(path)), unit: unit, past: tolerance, future: tolerance)
    }
}

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
        /// `{fields}`: names and values of the form's fields, sorted by name, without anything between them. A body
        /// that is no form, or has files, must have its SHA-256 in the URL's `bodySHA256`
        /// (twilio.com/docs/usage/security).
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
