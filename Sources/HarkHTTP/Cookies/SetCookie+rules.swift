extension SetCookie {
    /// Most bytes of name and value together (RFC 6265bis, 5.6).
    public static let sizeLimit = 4096

    /// Most bytes of an attribute's value; clients ignore a longer one (RFC 6265bis, 5.6).
    public static let attributeLimit = 1024

    /// Says what is wrong with the cookie, if anything.
    func check() throws(CookieError) {
        guard !name.isEmpty, name.utf8.allSatisfy(\.isTokenCharacter) else { throw .invalidName }
        guard value.utf8.allSatisfy(\.isCookieOctet) else { throw .invalidValue }
        guard name.utf8.count + value.utf8.count <= Self.sizeLimit else { throw .tooLong }
        guard path.hasPrefix("/"), path.utf8.allSatisfy(\.isCookiePathOctet), path.utf8.count <= Self.attributeLimit
        else { throw .invalidPath }
        if let domain {
            guard !domain.isEmpty, domain.utf8.count <= Self.attributeLimit,
                domain.utf8.allSatisfy({ $0.isAlphanumeric || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") })
            else { throw .invalidDomain }
        }
        guard isSecure || (sameSite != .none && !isPartitioned) else { throw .mustBeSecure }
        try checkPrefix()
    }

    /// The rules of the name's prefix, which clients compare without regard to case (RFC 6265bis, 4.1.3 and 5.6).
    private func checkPrefix() throws(CookieError) {
        let lowercased = name.lowercased()
        if lowercased.hasPrefix("__secure-") {
            guard isSecure else { throw .mustBeSecure }
        }
        if lowercased.hasPrefix("__host-") {
            guard isSecure else { throw .mustBeSecure }
            guard domain == nil, path == "/" else { throw .mustBelongToHost }
        }
    }
}

/// Why a cookie cannot be set.
public enum CookieError: Error, Sendable, Hashable {
    /// The name is empty or has a character that is not allowed.
    case invalidName
    /// The value has a character that is not allowed.
    case invalidValue
    /// Name and value are longer than `SetCookie.sizeLimit`.
    case tooLong
    /// The path does not start with `/`, is too long, or has a character that is not allowed.
    case invalidPath
    /// The domain is empty, too long, or has a character that is not allowed.
    case invalidDomain
    /// The name's prefix, `SameSite=None` or `Partitioned` asks for `Secure`.
    case mustBeSecure
    /// The prefix `__Host-` asks for the path `/` and no domain.
    case mustBelongToHost
}

extension CookieError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .invalidName: "A cookie's name must be letters, digits and !#$%&'*+-.^_`|~."
        case .invalidValue:
            "A cookie's value must be visible ASCII without quotation mark, comma, semicolon and backslash."
        case .tooLong: "A cookie's name and value must not be longer than \(SetCookie.sizeLimit) bytes together."
        case .invalidPath: "A cookie's path must start with / and hold no semicolon and no control character."
        case .invalidDomain: "A cookie's domain must be letters, digits, dots and hyphens."
        case .mustBeSecure: "This cookie must be secure: its name's prefix, SameSite=None or Partitioned asks for it."
        case .mustBelongToHost: "A cookie whose name starts with __Host- must have the path / and no domain."
        }
    }
}

extension UInt8 {
    /// Whether this may be part of a cookie's value (RFC 6265bis, 4.1.1).
    fileprivate var isCookieOctet: Bool {
        self > 0x20 && self < 0x7F && !Self.cookieSeparators.contains(self)
    }

    private static let cookieSeparators = Array("\",;\\".utf8)

    /// Whether this may be part of a cookie's path: visible ASCII or a space, but no semicolon.
    fileprivate var isCookiePathOctet: Bool { self >= 0x20 && self < 0x7F && self != UInt8(ascii: ";") }
}
