/// Where a request really came from, and the URL that its client used.
///
/// The peer of a connection may be a proxy. The hops that a trusted one reports in `Forwarded` (RFC 7239) or
/// `X-Forwarded-For` are read from the right, where the last proxy appended its hop, to the first hop that is not
/// trusted: everything to the left of it is that hop's own claim. A hop that is missing, malformed, `unknown` or
/// obfuscated ends the walk at the proxy that reported it. At most 64 hops and 8 KiB of a field are read; everything
/// beyond that is ignored.
///
/// The proxy that faces the internet must set or remove each of these fields, including `X-Forwarded-Proto`, `-Host`
/// and `-Prefix`. One that it does not know is forwarded as the client wrote it, and nothing in the request shows that.
public struct Origin: Sendable, Hashable {
    /// Who made the request: the peer, or the address that trusted proxies vouch for.
    public let client: PeerAddress

    /// How the client made the request.
    public let scheme: Scheme

    /// The host that the client asked for, with a port if one was given: from a trusted proxy, or else from the `Host`
    /// field. Nil if the peer is not trusted, if its fields contradict each other, or if no field has a valid host.
    public let host: String?

    /// The path prefix that a trusted proxy stripped: empty, or for example `/hooks`.
    public let prefix: String

    /// The clients that `Forwarded` and `X-Forwarded-For` name if they differ; empty for any other request.
    ///
    /// One of the fields then comes from the client itself, through a proxy that does not know it. Neither is believed:
    /// `client` is the peer, which is the proxy. Any client behind such a proxy can cause this, so an allow list that
    /// contains the proxy's own address must not let such a request pass.
    ///
    /// The first is the one in `X-Forwarded-For`, the field that nginx and Caddy write, then the one in `Forwarded`.
    /// One of them is the client, and the other may be anyone. Trusted proxies are left out unless nobody else is
    /// named.
    public let claimedClients: [PeerAddress]
}

extension Origin {
    /// Determines the origin of a request. Nothing is parsed if its peer is not trusted.
    public init(of request: Request, trusting proxies: TrustedProxies) {
        guard proxies.contains(request.peer) else {
            self.init(client: request.peer, scheme: request.scheme, host: nil, prefix: "", claimedClients: [])
            return
        }
        let xForwarded = OriginReport(xForwardedIn: request, trusting: proxies)
        let forwarded = OriginReport(forwardedIn: request, trusting: proxies)
        guard let report = forwarded.map({ $0.reconciled(with: xForwarded) }) ?? xForwarded else {
            let named = [xForwarded.client, forwarded?.client].compactMap(\.self)
            let clients = named.filter { !proxies.contains($0) }
            self.init(
                client: request.peer, scheme: request.scheme, host: nil, prefix: "",
                claimedClients: clients.isEmpty ? [request.peer] : clients)
            return
        }
        self.init(
            client: report.client ?? request.peer,
            scheme: report.scheme ?? request.scheme,
            host: report.host ?? request.host,
            prefix: report.prefix ?? "",
            claimedClients: []
        )
    }

    /// The URL that the client used to reach the server, without a trailing slash; nil if the host is not known.
    public var baseURL: String? { host.map { BaseURL(scheme: scheme, host: $0, prefix: prefix).description } }
}
