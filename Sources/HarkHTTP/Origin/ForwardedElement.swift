/// One element of the `Forwarded` field: what one proxy says about the request that it received (RFC 7239, 4).
struct ForwardedElement {
    /// Most parameters of an element; one with more is malformed.
    static let parameterLimit = 16

    /// `for`: the proxy's peer; nil if it is missing, unknown or obfuscated.
    private(set) var peer: PeerAddress?

    /// `proto`: the scheme of the request.
    private(set) var scheme: Scheme?

    /// `host`: the `Host` of the request.
    private(set) var host: String?

    /// Parses an element such as `for="[2001:db8::1]:4711";proto=https;host=bot.example.org`. An invalid value counts
    /// as missing; a malformed element, or one that repeats a parameter, counts as empty.
    init(_ text: String) {
        // With a semicolon in front, an element has the syntax of a media type's parameters.
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

/// The path from the peer back towards the client, over the hops that proxies report.
struct HopWalk {
    /// The first hop that is not trusted, or the last one that is known.
    let client: PeerAddress

    /// The position of the last hop that was examined, counted from the end of the list; nil if there is none. A
    /// trusted proxy reported it and its other parameters, whether the hop is known or not.
    let depth: Int?

    /// Walks from hop to hop while each one is trusted.
    /// - Parameters:
    ///   - peer: Where the walk starts; it is trusted.
    ///   - hops: What the proxies report, the last one first; a nil hop is unknown and ends the walk.
    ///   - proxies: The trusted proxies.
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
