private import HarkHTTP

private import struct FoundationEssentials.Data

extension SignatureScheme.Encoding {
    /// The bytes that a text encodes, or nil if it is invalid.
    package func decoded(_ text: Substring) -> [UInt8]? {
        switch self {
        case .hex: text.utf8.span.hasOneCase ? [UInt8](hexadecimal: text.utf8.span) : nil
        case .base64: [UInt8](base64: text)
        }
    }

    /// The bytes in this encoding.
    package func encoded(_ bytes: [UInt8]) -> String {
        switch self {
        case .hex: bytes.hexadecimal
        case .base64: Data(bytes).base64EncodedString()
        }
    }
}

extension KeyEncoding {
    /// The key that a secret's text encodes, or nil if it is not in this encoding.
    package func key(of secret: String) -> [UInt8]? {
        switch self {
        case .utf8: Array(secret.utf8)
        case .base64: [UInt8](base64: secret)
        case .hex: [UInt8](hexadecimal: secret.utf8.span)
        case .prefixedBase64(let prefix, let isOptional):
            if secret.hasPrefix(prefix) {
                [UInt8](base64: secret.dropFirst(prefix.count))
            } else {
                isOptional ? [UInt8](base64: secret) : nil
            }
        }
    }

    /// A text that encodes these bytes as a key.
    package func secret(of bytes: [UInt8]) -> String {
        switch self {
        case .utf8:
            // Letters, digits, `-` and `_`, which every form accepts.
            bytes.base64URL
        case .base64: Data(bytes).base64EncodedString()
        case .hex: bytes.hexadecimal
        case .prefixedBase64(let prefix, _): prefix + Data(bytes).base64EncodedString()
        }
    }
}

extension Sequence<UInt8> {
    /// The bytes as hexadecimal digits in lower case.
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Decodes base64 text (RFC 4648, 4), with or without its padding. Each sequence of bytes has exactly one encoding:
    /// unused bits must be zero (RFC 4648, 3.5).
    package init?(base64 text: some StringProtocol) {
        let bare = String(decoding: text.utf8.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
        let padding = String(repeating: "=", count: (4 - bare.utf8.count % 4) % 4)
        let end = text.utf8.dropFirst(bare.utf8.count)
        guard padding.utf8.count < 3, end.isEmpty || end.elementsEqual(padding.utf8),
            let data = Data(base64Encoded: bare + padding), data.base64EncodedString() == bare + padding
        else { return nil }
        self = Array(data)
    }

    /// Decodes base64url text without padding (RFC 4648, 5), as strictly.
    package init?(base64URL text: String) {
        guard !text.utf8.contains(where: { "+/=".utf8.contains($0) }) else { return nil }
        self.init(base64: text.replacing("-", with: "+").replacing("_", with: "/"))
    }

    /// The bytes as base64url without padding (RFC 4648, 5).
    var base64URL: String {
        Data(self).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Decodes pairs of hexadecimal digits in either case.
    package init?(hexadecimal digits: Span<UInt8>) {
        guard digits.count.isMultiple(of: 2) else { return nil }
        self = []
        reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index].hexadecimalValue, let low = digits[index + 1].hexadecimalValue else {
                return nil
            }
            append(high << 4 | low)
        }
    }
}

extension Span<UInt8> {
    /// Whether the letters are all lower-case or all upper-case: no sender mixes them in a signature.
    fileprivate var hasOneCase: Bool {
        var (lower, upper) = (false, false)
        for index in indices {
            lower = lower || self[index].isLetter && !self[index].isCapital
            upper = upper || self[index].isCapital
        }
        return !lower || !upper
    }
}
