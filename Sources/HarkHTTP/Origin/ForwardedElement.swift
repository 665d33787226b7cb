/// One element of the `Forwarded` field: what one proxy says of the request it was sent (RFC 7239, 4).
struct ForwardedElement {
    /// Most parameters of an element; one with more is malformed.
    static let parameterLimit = 16

    /// `for`: the proxy's peer, nil when it is not named or not to be known.
    private(set) var peer: PeerAddress?

    /// `proto`: the scheme of the request.
    private(set) var scheme: Scheme?

    /// `host`: the `Host` of the request.
    private(set) var host: String?

    /// Reads an element such as `for="[2001:db8::1]:4711";proto=https;host=bot.example.org`. A value that is not valid
    /// counts as not given; an element that is malformed or names a parameter twice says nothing.
    init(_ text: String) {
        // An element is what would follow a media type but for its first semicolon.
        var scanner = FieldScanner(";\(text)")
        guard let parameters = scanner.parameters(atMost: Self.parameterLimit), scanner.isAtEnd,
            Set(parameters.map { UntrustedText(bounded: $0.name) }).count == parameters.count
        else { return }
        for parameter in parameters {
            switch parameter.name {
            case "for": peer = PeerAddress(node: parameter.value)
            case "proto": scheme = Scheme(name: parameter.value)
            case "host": host = Authority.checked(parameter.value)
            default: continue
            }
        }
    }
}

/// The way from the peer back towards the client, over the hops that proxies report.
struct HopWalk {
    /// The first hop that is not trusted, or the last one that is known.
    let client: PeerAddress

    /// The position of the last hop that was looked at, counted from the end of the list; nil when there is none. It
    /// was reported by a trusted proxy, known or not, and so was everything that goes with it.
    let depth: Int?

    /// Walks from hop to hop as long as each one is trusted.
    /// - Parameters:
    ///   - peer: Where the walk begins; it is trusted.
    ///   - hops: What the proxies say, the last one first; nil is a hop that does not tell who it was, which ends the
    ///     walk.
    ///   - proxies: Who is believed.
    init(from peer: PeerAddress, over hops: some Sequence<PeerAddress?>, trusting proxies: TrustedProxies) {
        var client = peer
        var depth: Int?
        for (position, hop) in hops.enumerated() {
            depth = position
            guard let hop else { break }
            client = hop
            guard proxies.contains(hop) else { break }
        }
        self.client = client
        self.depth = depth
    }
}
