private import HTTPTypes

/// A cookie as a server sets it, with every attribute of RFC 6265bis, 4.1.
///
/// By default it is valid for the whole site and this session, hidden from scripts, not sent with other sites' forms,
/// and sent only over TLS (and to `localhost`).
public struct SetCookie: Sendable, Hashable {
    /// Whether other sites' requests carry the cookie.
    public enum SameSite: String, Sendable, Hashable, CaseIterable {
        /// Only requests from the same site do.
        case strict = "Strict"
        /// Those that follow a link to this site do too.
        case lax = "Lax"
        /// All do. The cookie must be `Secure`.
        case none = "None"
    }

    /// The name, a token (RFC 9110, 5.6.2).
    public let name: String

    /// The value: visible ASCII without quotation mark, comma, semicolon and backslash.
    public let value: String

    /// The `Domain` attribute; nil means this host alone, not its subdomains.
    public let domain: String?

    /// The `Path` attribute, which starts with `/`.
    public let path: String

    /// When the client deletes the cookie. `maxAge` takes precedence if both are set; with neither, it lasts for the
    /// session.
    public let expires: HTTPDate?

    /// After how many seconds the client deletes the cookie; 0 deletes it at once.
    public let maxAge: Int?

    /// Whether the cookie is sent over TLS only.
    public let isSecure: Bool

    /// Whether scripts cannot read the cookie.
    public let isHTTPOnly: Bool

    /// Whether other sites' requests carry the cookie.
    public let sameSite: SameSite

    /// Whether the client keeps a separate cookie for each top-level site (CHIPS).
    public let isPartitioned: Bool

    /// A cookie.
    /// - Throws: `CookieError` for a cookie that a client would drop or read differently.
    public init(
        _ name: String,
        _ value: String,
        domain: String? = nil,
        path: String = "/",
        expires: HTTPDate? = nil,
        maxAge: Int? = nil,
        secure: Bool = true,
        httpOnly: Bool = true,
        sameSite: SameSite = .lax,
        partitioned: Bool = false
    ) throws(CookieError) {
        self.name = name
        self.value = value
        self.domain = domain
        self.path = path
        self.expires = expires
        self.maxAge = maxAge
        self.isSecure = secure
        self.isHTTPOnly = httpOnly
        self.sameSite = sameSite
        self.isPartitioned = partitioned
        try check()
    }
}

extension SetCookie: CustomStringConvertible {
    /// The value of the `Set-Cookie` field.
    public var description: String {
        var parts = ["\(name)=\(value)", "Path=\(path)"]
        if let domain { parts.append("Domain=\(domain)") }
        if let expires { parts.append("Expires=\(expires)") }
        if let maxAge { parts.append("Max-Age=\(maxAge)") }
        if isSecure { parts.append("Secure") }
        if isHTTPOnly { parts.append("HttpOnly") }
        parts.append("SameSite=\(sameSite.rawValue)")
        if isPartitioned { parts.append("Partitioned") }
        return parts.joined(separator: "; ")
    }
}

extension SetCookie {
    /// Most bytes of name and value together (RFC 6265bis, 5.6).
    public static let sizeLimit = 4096

    /// Most bytes of an attribute's value; clients ignore a longer one (RFC 6265bis, 5.6).
    public static let attributeLimit = 1024

    /// Checks the cookie.
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

    /// Checks the rules of the name's prefix, which clients compare case-insensitively (RFC 6265bis, 4.1.3 and 5.6).
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
    /// The name's prefix, `SameSite=None` or `Partitioned` requires `Secure`.
    case mustBeSecure
    /// The prefix `__Host-` requires the path `/` and no domain.
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
    /// Whether this is allowed in a cookie's value (RFC 6265bis, 4.1.1).
    fileprivate var isCookieOctet: Bool {
        self > 0x20 && self < 0x7F && !Self.cookieSeparators.contains(self)
    }

    private static let cookieSeparators = Array("\",;\\".utf8)

    /// Whether this is allowed in a cookie's path: visible ASCII or a space, but no semicolon.
    fileprivate var isCookiePathOctet: Bool { self >= 0x20 && self < 0x7F && self != UInt8(ascii: ";") }
}

extension Response {
    /// The same response with one more cookie.
    public func setting(_ cookie: SetCookie) -> Response { with(.setCookie, cookie.description) }
}
