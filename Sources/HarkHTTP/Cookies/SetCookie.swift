/// A cookie as a server sets it, with every attribute of RFC 6265bis, 4.1.
///
/// Unless told otherwise it is for the whole site, for this session, out of reach of scripts, not sent along with other
/// sites' forms, and only over TLS (and to `localhost`).
public struct SetCookie: Sendable, Hashable {
    /// Whether other sites' requests carry the cookie.
    public enum SameSite: String, Sendable, Hashable, CaseIterable {
        /// Only requests from the same site do.
        case strict = "Strict"
        /// Those that follow a link to this site do, too.
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

    /// When the client forgets the cookie. `maxAge` counts first when both are set; with neither it lasts a session.
    public let expires: HTTPDate?

    /// After how many seconds the client forgets the cookie; 0 deletes it.
    public let maxAge: Int?

    /// Whether the cookie is sent over TLS only.
    public let isSecure: Bool

    /// Whether scripts cannot read the cookie.
    public let isHTTPOnly: Bool

    /// Whether other sites' requests carry the cookie.
    public let sameSite: SameSite

    /// Whether the client keeps one for each top-level site (CHIPS).
    public let isPartitioned: Bool

    /// A cookie.
    /// - Throws: `CookieError` for what a client would drop or read differently.
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
