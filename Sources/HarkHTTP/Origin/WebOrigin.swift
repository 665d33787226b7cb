/// The site of the page that made a request, as its browser says in `Origin` (RFC 6454, 7).
package struct WebOrigin: Sendable {
    /// The page's scheme.
    private let scheme: Scheme

    /// The page's site.
    private let site: SiteName

    /// Reads `https://example.org:8443`; nil for `null`, for other schemes and for everything else, which is no one's site.
    package init?(_ text: String) {
        // Longer than any host with a scheme and a port.
        guard text.utf8.count <= 300, let mark = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let rest = text[mark...].utf8.dropFirst(3)
        guard text[mark...].utf8.starts(with: "://".utf8), let scheme = Scheme(name: text[..<mark]),
            let site = SiteName(String(Substring(rest)))
        else { return nil }
        self.scheme = scheme
        self.site = site
    }

    /// Whether the page is of one of these sites.
    package func isAmong(_ sites: [SiteName]) -> Bool { sites.contains { site.isSame(as: $0, by: scheme) } }
}
