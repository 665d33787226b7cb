/// A signature over a request, as a provider's documentation describes it.
public struct SignatureScheme: Sendable, Hashable {
    /// The algorithm of a signature.
    public enum Algorithm: String, Sendable, Hashable {
        /// HMAC (RFC 2104) with the named hash. SHA-1 only for providers that support nothing better.
        case hmacSHA1, hmacSHA256, hmacSHA384, hmacSHA512
        /// Ed25519 (RFC 8032); the secret is the sender's public key, 32 bytes.
        case ed25519
        /// ECDSA on P-256 with SHA-256 (FIPS 186-5), DER; the secret is the sender's public key in DER (RFC 5480).
        case ecdsaP256
    }

    /// How the bytes of a signature are encoded.
    public enum Encoding: Sendable, Hashable {
        /// Hexadecimal digits, all in lower or all in upper case.
        case hex
        /// Base64 (RFC 4648, 4), with or without padding; unused bits are zero (RFC 4648, 3.5).
        case base64
    }

    /// The text around a signature in its header field.
    public enum Wrapper: Sendable, Hashable {
        /// Nothing.
        case plain
        /// A signature after this text: `sha256=`.
        case prefix(String)
        /// Pairs separated by commas, where those with this name are signatures: `t=1,v1=…,v1=…`.
        case pairs(String)
        /// A list separated by spaces, where those after this text are signatures: `v1,… v1,…`.
        case list(String)
    }

    /// The header fields that may contain it; all of them, and all repeated ones, are tried.
    public var headers: [String]
    /// The algorithm.
    public var algorithm: Algorithm
    /// How the secret's text is decoded to the key.
    public var key: KeyEncoding
    /// What is signed.
    public var content: SignedContent
    /// How its bytes are encoded.
    public var encoding: Encoding
    /// The text around it.
    public var wrapper: Wrapper
    /// The place of `{id}`.
    public var id: ValueSource?
    /// The place of `{timestamp}`, and how old it may be.
    public var timestamp: SignatureTimestamp?
}

/// How a secret's text is decoded to a key.
public enum KeyEncoding: Sendable, Hashable {
    /// The text's UTF-8 bytes.
    case utf8
    /// Base64 (RFC 4648, 4).
    case base64
    /// Hexadecimal digits.
    case hex
    /// Base64 after this text, such as `whsec_`, which may be left out unless it distinguishes two kinds of keys.
    case prefixedBase64(String, isOptional: Bool = true)
}

/// The time of a signature, and how far from now it may be.
public struct SignatureTimestamp: Sendable, Hashable {
    /// The place of the time.
    public enum Source: Sendable, Hashable {
        /// A place of the request.
        case value(ValueSource)
        /// The signature's own field, as the pair with this name: `t=1492774577,v1=…`.
        case pair(String)
    }

    /// How the time is written: as a number that counts from 1970-01-01 UTC, or as text.
    public enum Unit: Sendable, Hashable {
        /// Seconds.
        case seconds
        /// Milliseconds.
        case milliseconds
        /// Date and time as text, such as `2026-05-01T10:30:00.25Z` (RFC 3339, 5.6).
        case rfc3339
    }

    /// 300 s, the value in most providers' documentation.
    public static let defaultTolerance = Duration.seconds(300)

    /// The place of the time.
    public var source: Source
    /// How it is written.
    public var unit: Unit
    /// How far in the past it may be; nil for no limit.
    public var past: Duration?
    /// How far in the future it may be; nil for no limit.
    public var future: Duration?

    /// A time in a header field.
    public static func header(
        _ name: String,
        _ unit: Unit = .seconds,
        past: Duration? = defaultTolerance,
        future: Duration? = defaultTolerance
    ) -> SignatureTimestamp {
        SignatureTimestamp(source: .value(.header(name)), unit: unit, past: past, future: future)
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

/// What a signature covers: text with placeholders, such as `"v0:{timestamp}:{body}"`.
public struct SignedContent: Sendable, Hashable, ExpressibleByStringLiteral {
    /// A part of it.
    public enum Part: Sendable, Hashable {
        /// This text.
        case literal(String)
        /// `{body}`: the exact bytes received.
        case body
        /// `{payload}`: the field `payload` if the body is a form with that field only, otherwise the body.
        case payload
        /// `{timestamp}`: the signature's timestamp, as written in the request.
        case timestamp
        /// `{id}`: the delivery's identifier, as written in the request.
        case id
        /// `{url}`: the URL as the sender knows it (from `HARK_BASE_URL` or a trusted proxy).
        case url
        /// `{fields}`: names and values of the form's fields, sorted by name, without separators. A body that is not a
        /// form, or contains files, must have its SHA-256 in the URL's `bodySHA256` (twilio.com/docs/usage/security).
        case fields
    }

    /// The parts, in order.
    public let parts: [Part]

    /// The unknown placeholders; a manifest with one is refused.
    let unknown: [String]

    /// Parses the text.
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
