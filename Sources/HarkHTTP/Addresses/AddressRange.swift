/// A block of IP addresses in CIDR notation (RFC 4632, 3.1), or a single address.
///
/// An IPv4-mapped IPv6 address counts as the IPv4 address that it represents, in a range as in an address that is
/// looked up. So `10.0.0.0/8` contains `::ffff:10.1.2.3`, `::ffff:10.0.0.0/104` is `10.0.0.0/8`, and `::/0` is all of
/// IPv6 and none of IPv4.
public struct AddressRange: Sendable, Hashable {
    private let first: IPAddress
    private let prefixLength: Int

    /// Parses `192.0.2.0/24`, `2001:db8::/32`, `192.0.2.7` or `::1`, or returns nil if the text is none of these.
    ///
    /// A prefix length is 0 to 32 for IPv4 and 0 to 128 for IPv6, without leading zeros; without one, the range is a
    /// single address. Bits beyond the prefix are cleared, as in nginx: `10.1.2.3/8` is `10.0.0.0/8`.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard var address = IPAddress(String(parts[0])) else { return nil }
        var length = address.version.bitWidth
        if parts.count == 2 {
            guard let stated = Int(parts[1]), String(stated) == parts[1], 0...length ~= stated else { return nil }
            length = stated
        }
        if address.isMapped, length >= 96 { (address, length) = (address.unmapped, length - 96) }
        first = address.masked(to: length)
        prefixLength = length
    }

    /// Whether the block contains an address.
    public func contains(_ address: IPAddress) -> Bool {
        let address = address.unmapped
        return address.version == first.version && address.masked(to: prefixLength) == first
    }

    /// Whether the block contains a loopback address: 127.0.0.1 or ::1.
    package var holdsLoopback: Bool { ["127.0.0.1", "::1"].contains { IPAddress($0).map(contains) ?? false } }

    /// Whether the block is too large to restrict callers: shorter than /8 for IPv4, than /16 for IPv6.
    package var isTooWide: Bool { prefixLength < (first.version == .v4 ? 8 : 16) }

    /// Whether the block contains a peer's address; it never contains a Unix domain socket.
    public func contains(_ peer: PeerAddress) -> Bool { IPAddress(peer).map(contains) ?? false }
}

extension AddressRange: CustomStringConvertible {
    /// The range as a setting writes it: `192.0.2.0/24`, or `192.0.2.7` for a single address.
    public var description: String {
        prefixLength == first.version.bitWidth ? first.description : "\(first)/\(prefixLength)"
    }
}
