internal import HarkHTTP

/// Who is counted as one sender: an IPv4 address, or the 64 bits of an IPv6 address that name a network, of which its
/// owner has every address (RFC 6177, 2).
struct Source: Hashable, Sendable {
    /// The address without its port and its interface.
    private let address: PeerAddress

    /// The source that a peer belongs to.
    init(_ peer: PeerAddress) {
        address =
            switch peer {
            case .ipv4(let address, _): .ipv4(address, port: 0)
            case .ipv6(let network, _, _): .ipv6(network, 0, port: 0)
            case .local: .local
            }
    }
}
