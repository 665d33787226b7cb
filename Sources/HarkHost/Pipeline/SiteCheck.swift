/// Keeps web pages of other sites from sending requests to the bot through a browser.
///
/// A browser on the bot's own machine or network can reach the bot where others cannot, and sends what a page of any
/// site tells it to: through a form, or after the page's host name was made to resolve to the bot's address (DNS
/// rebinding).
struct SiteCheck: Sendable {
    /// The trusted proxies, which pass on the `Host` of their clients.
    let proxies: TrustedProxies

    /// The bot's own site, if the operator set it.
    let ownSite: SiteName?

    init(_ options: HostOptions) {
        proxies = options.proxies
        ownSite = options.baseURL.flatMap { SiteName($0.host) }
    }

    /// Checks the `Host` of a request from the bot's own machine. Only a page of the bot itself has one of the
    /// machine's own names there; a request without the field (HTTP/1.0) does not come from a browser.
    /// - Throws: a refusal with 421 (RFC 9110, 15.5.20) if it is the name of another site.
    func checkHost(of request: Request) throws(LoggedRejection) {
        guard let address = IPAddress(request.peer), address.isLoopback, !proxies.contains(request.peer),
            let text = request.hostText
        else { return }
        if let site = SiteName(text), site.isLoopback || ownSite?.hasSameHost(as: site) == true { return }
        throw LoggedRejection(
            .misdirectedRequest, "This bot has another name.",
            because:
                "Host “\(text.scalars(upTo: 100))” is not a name of this machine; set HARK_BASE_URL to the URL that "
                + "senders use, or HARK_TRUSTED_PROXIES to \(address) if a proxy there sets X-Forwarded-For itself")
    }

    /// Checks what a browser says about the page that sent a request to a row without authentication. Following a link
    /// or entering an address is allowed (w3c.github.io/webappsec-fetch-metadata, 2.4).
    /// - Parameter baseURL: the bot's URL as the client used it, from trusted proxies.
    /// - Throws: a refusal with 403 if it is a page of another site.
    func checkPage(of request: Request, baseURL: String?) throws(LoggedRejection) {
        if let text = request.headers[Self.origin] {
            let sites: [SiteName] = [
                ownSite, baseURL.flatMap { SiteName(baseURL: $0) }, request.hostText.flatMap { SiteName($0) },
            ].compactMap(\.self)
            guard WebOrigin(text)?.isAmong(sites) == true else {
                throw LoggedRejection(
                    .forbidden, "Pages of other sites cannot call this.",
                    because: "a page of another site sent it: Origin is “\(text.scalars(upTo: 100))”")
            }
        }
        guard let relation = request.headers[Self.fetchSite], !Self.isNavigation(request),
            relation.hasSameBytes(as: "cross-site") || relation.hasSameBytes(as: "same-site")
        else { return }
        throw LoggedRejection(
            .forbidden, "Pages of other sites cannot call this.",
            because: "a page of another site sent it: Sec-Fetch-Site is “\(relation)”")
    }

    /// Whether it is a navigation: a safe request for a whole page.
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
