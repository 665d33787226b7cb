/// Where a request really came from, and for which URL.
///
/// The peer of a connection may be a proxy. What a trusted one says in `Forwarded` (RFC 7239) or in `X-Forwarded-For`
/// is read from the right, where the last proxy added its word, to the first hop that is not trusted: everything left
/// of it is that hop's own claim. A hop that is missing, malformed, `unknown` or obfuscated ends the walk at the one
/// that reported it. At most 64 hops and 8 KiB of a field are looked at; what lies beyond them is not believed.
///
/// The proxy that faces the internet must set or remove each of these fields, `X-Forwarded-Proto`, `-Host` and
/// `-Prefix` among them. One that it does not know is passed on as the client wrote it, and nothing in the request
/// shows that.
public struct Origin: Sendable, Hashable {
    /// Who made the request: the peer, or the address that trusted proxies vouch for.
    public let client: PeerAddress

    /// How the client made the request.
    public let scheme: Scheme

    /// The host that the client asked for, with a port where one was given: what a trusted proxy says, or else the
    /// `Host` field. Nil when the peer is not trusted, when its word is disputed, or when no field has a valid host.
    public let host: String?

    /// The start of the path that a trusted proxy took away: empty, or such as `/hooks`.
    public let prefix: String

    /// Whom `Forwarded` and `X-Forwarded-For` name where they lead to different clients; empty for any other request.
    ///
    /// One of the fields then comes from the client itself, through a proxy that does not know it. Neither is believed:
    /// `client` is the peer, which is the proxy. Any client behind a proxy of that kind can bring this about, so a
    /// check that lets the proxy's own address pass must not let such a request pass.
    ///
    /// First stands whom `X-Forwarded-For` names, which is the field that nginx and Caddy write, then whom `Forwarded`
    /// does. One of them is the client, and the other may be anyone; who is trusted as a proxy is neither, unless no
    /// one else is named.
    public let claimedClients: [PeerAddress]
}

extension Origin {
    /// Works out the origin of a request. Nothing is parsed when its peer is not trusted.
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

    /// The URL at which the client reached the server, without a slash at its end; nil when the host is not known.
    public var baseURL: String? { host.map { BaseURL(scheme: scheme, host: $0, prefix: prefix).description } }
}
