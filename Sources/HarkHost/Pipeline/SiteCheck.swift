/// Keeps the pages that a browser shows from speaking to the bot.
///
/// A browser on the bot's own machine, or in its network, reaches the bot where no one else does, and sends what the
/// page of any site tells it to: by a form, or after the page's host name has come to stand for the bot's address (DNS
/// rebinding).
struct SiteCheck: Sendable {
    /// The proxies that are trusted, which send the `Host` of their clients.
    let proxies: TrustedProxies

    /// The bot's own site, if the operator says which.
    let ownSite: SiteName?

    init(_ options: HostOptions) {
        proxies = options.proxies
        ownSite = options.baseURL.flatMap { SiteName($0.host) }
    }

    /// Looks at the `Host` of a request from the bot's own machine. Only a page of the bot itself has one of the
    /// machine's own names there; a request without the field, of HTTP/1.0, is no browser's.
    /// - Throws: a refusal with 421 (RFC 9110, 15.5.20) when it is the name of another site.
    func checkHost(of request: Request) throws(GuardRefusal) {
        guard let address = IPAddress(request.peer), address.isLoopback, !proxies.contains(request.peer),
            let text = request.hostText
        else { return }
        if let site = SiteName(text), site.isLoopback || ownSite?.hasSameHost(as: site) == true { return }
        throw GuardRefusal(
            .misdirectedRequest, "This bot has another name.",
            because:
                "Host “\(text.scalars(upTo: 100))” is not a name of this machine; set HARK_BASE_URL to the URL that "
                + "senders use, or HARK_TRUSTED_PROXIES to \(address) if a proxy there sets X-Forwarded-For itself")
    }

    /// Looks at what a browser says of the page that made a request to a row whose callers prove nothing. A link or an
    /// address that someone followed is no page's request (w3c.github.io/webappsec-fetch-metadata, 2.4).
    /// - Parameter baseURL: where the client reached the bot, as trusted proxies have it.
    /// - Throws: a refusal with 403 when it is a page of another site.
    func checkPage(of request: Request, baseURL: String?) throws(GuardRefusal) {
        if let text = request.headers[Self.origin] {
            let sites: [SiteName] = [
                ownSite, baseURL.flatMap { SiteName(baseURL: $0) }, request.hostText.flatMap { SiteName($0) },
            ].compactMap(\.self)
            guard WebOrigin(text)?.isAmong(sites) == true else {
                throw GuardRefusal(
                    .forbidden, "Pages of other sites cannot call this.",
                    because: "a page of another site sent it: Origin is “\(text.scalars(upTo: 100))”")
            }
        }
        guard let relation = request.headers[Self.fetchSite], !Self.isNavigation(request),
            relation.hasSameBytes(as: "cross-site") || relation.hasSameBytes(as: "same-site")
        else { return }
        throw GuardRefusal(
            .forbidden, "Pages of other sites cannot call this.",
            because: "a page of another site sent it: Sec-Fetch-Site is “\(relation)”")
    }

    /// Whether someone follows a link: a safe request for a whole page.
    private static func isNavigation(_ request: Request) -> Bool {
        (request.method == .get || request.method == .head)
            && request.headers[fetchMode]?.hasSameBytes(as: "navigate") == true
            && request.headers[fetchDestination]?.hasSameBytes(as: "document") == true
    }

    private static let origin = HTTPField.Name(constant: "Origin")
    private static let fetchSite = HTTPField.Name(constant: "Sec-Fetch-Site")
    private static let fetchMode = HTTPField.Name(constant: "Sec-Fetch-Mode")
    private static let fetchDestination = HTTPField.Name(constant: "Sec-Fetch-Dest")
}
