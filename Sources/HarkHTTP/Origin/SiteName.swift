/// The host and port by which a browser identifies a site: in `Host`, and in `Origin`.
package struct SiteName: Sendable {
    /// The name or address, an IPv6 address without its brackets.
    private let host: String

    /// The port, if one is given.
    private let port: UInt16?

    /// Parses `bot.example.org:3141`; nil if it is invalid.
    package init?(_ authority: String) {
        guard let authority = Authority(authority) else { return nil }
        host = authority.host
        port = authority.port
    }

    /// The site of a base URL; nil if it is malformed.
    package init?(baseURL: String) {
        guard let url = BaseURL(baseURL) else { return nil }
        self.init(url.host)
    }

    /// Whether this is a loopback name: `localhost` and names that end in `.localhost` (RFC 6761, 6.3), an address in
    /// 127.0.0.0/8 (RFC 1122, 3.2.1.3), or `::1` (RFC 4291, 2.5.3).
    package var isLoopback: Bool {
        if let address = IPAddress(host) { return address.isLoopback }
        let name = host.utf8.last == UInt8(ascii: ".") ? host.dropLast() : host[...]
        let suffix = ".localhost"
        return name.hasSameBytesIgnoringCase(as: "localhost")
            || name.utf8.count > suffix.utf8.count
                && String(decoding: name.utf8.suffix(suffix.utf8.count), as: UTF8.self)
                    .hasSameBytesIgnoringCase(as: suffix)
    }

    /// Whether two sites have the same host, whatever their ports.
    package func hasSameHost(as other: SiteName) -> Bool { host.hasSameBytesIgnoringCase(as: other.host) }

    /// Whether two sites are the same for a page with `scheme`: same host and port (RFC 6454, 5).
    package func isSame(as other: SiteName, by scheme: Scheme) -> Bool {
        let usual: UInt16 = scheme == .https ? 443 : 80
        return hasSameHost(as: other) && (port ?? usual) == (other.port ?? usual)
    }
}

extension IPAddress {
    /// Whether it is a loopback address: in 127.0.0.0/8, also IPv4-mapped, or `::1`.
    package var isLoopback: Bool {
        let address = unmapped
        return address.version == .v4 ? address.number >> 24 == 127 : address.number == 1
    }
}

/// The site of the page that sent a request, as its browser states it in `Origin` (RFC 6454, 7).
package struct WebOrigin: Sendable {
    /// The page's scheme.
    private let scheme: Scheme

    /// The page's site.
    private let site: SiteName

    /// Parses `https://example.org:8443`; nil for `null`, other schemes and everything else that names no site.
    package init?(_ text: String) {
        // More than any host needs with a scheme and a port.
        guard text.utf8.count <= 300, let mark = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let rest = text[mark...].utf8.dropFirst(3)
        guard text[mark...].utf8.starts(with: "://".utf8), let scheme = Scheme(name: text[..<mark]),
            let site = SiteName(String(Substring(rest)))
        else { return nil }
        self.scheme = scheme
        self.site = site
    }

    /// Whether the page belongs to one of these sites.
    package func isAmong(_ sites: [SiteName]) -> Bool { sites.contains { site.isSame(as: $0, by: scheme) } }
}
