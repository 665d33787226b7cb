/// An IP address, without a port.
public struct IPAddress: Sendable, Hashable {
    /// Which of the two kinds an address is.
    public enum Version: Sendable, Hashable {
        /// IPv4, 32 bits.
        case v4
        /// IPv6, 128 bits.
        case v6

        /// Length of an address, in bits.
        public var bitWidth: Int { self == .v4 ? 32 : 128 }
    }

    /// Which kind it is.
    public let version: Version

    /// The address as a number; that of an IPv4 address has 32 bits.
    let number: UInt128

    private init(_ version: Version, _ number: UInt128) {
        self.version = version
        self.number = number
    }

    /// The address of 4 or 16 bytes in network order; nil for any other number of bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard let version = [Version.v4, .v6].first(where: { $0.bitWidth == bytes.count * 8 }) else { return nil }
        self.init(version, bytes.reduce(0) { $0 << 8 | UInt128($1) })
    }

    /// Its 4 or 16 bytes in network order.
    public var bytes: [UInt8] {
        stride(from: version.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> UInt128($0)) }
    }

    /// Whether it stands for every address of the machine: `0.0.0.0` or `::`.
    public var isUnspecified: Bool { number == 0 }

    /// The IPv4 address that an IPv4-mapped IPv6 address such as `::ffff:192.0.2.1` stands for (RFC 4291, 2.5.5.2), which
    /// is how a dual-stack socket shows its IPv4 peers; any other address is returned as it is.
    public var unmapped: IPAddress { isMapped ? IPAddress(.v4, number & 0xffff_ffff) : self }

    /// Whether it is IPv6 and stands for an IPv4 address.
    var isMapped: Bool { version == .v6 && number >> 32 == 0xffff }

    /// The address with every bit after the first `length` cleared: the first one of the block with that prefix length
    /// (RFC 4632, 3.1). A length of none or less clears all, one beyond the address clears nothing.
    public func masked(to length: Int) -> IPAddress {
        let cleared = version.bitWidth - min(max(0, length), version.bitWidth)
        return IPAddress(version, (number >> cleared) << cleared)
    }
}

extension IPAddress {
    /// The address of a peer; nil for one that has none.
    public init?(_ peer: PeerAddress) {
        switch peer {
        case .ipv4(let address, _): self.init(.v4, UInt128(address))
        case .ipv6(let high, let low, _): self.init(.v6, UInt128(high) << 64 | UInt128(low))
        case .local: return nil
        }
    }
}
