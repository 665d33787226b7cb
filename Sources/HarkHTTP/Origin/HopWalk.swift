/// The way from the peer back towards the client, over the hops that proxies report.
struct HopWalk {
    /// The first hop that is not trusted, or the last one that is known.
    let client: PeerAddress

    /// The position of the last hop that was looked at, counted from the end of the list; nil when there is none. It was
    /// reported by a trusted proxy, known or not, and so was everything that goes with it.
    let depth: Int?

    /// Walks from hop to hop as long as each one is trusted.
    /// - Parameters:
    ///   - peer: Where the walk begins; it is trusted.
    ///   - hops: What the proxies say, the last one first; nil is a hop that does not tell who it was, which ends the walk.
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
