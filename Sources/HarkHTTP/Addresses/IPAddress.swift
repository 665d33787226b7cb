/// An IP address, without a port.
public struct IPAddress: Sendable, Hashable {
    /// The IP version of an address.
    public enum Version: Sendable, Hashable {
        /// IPv4, 32 bits.
        case v4
        /// IPv6, 128 bits.
        case v6

        /// Length of an address, in bits.
        public var bitWidth: Int { self == .v4 ? 32 : 128 }
    }

    /// The IP version.
    public let version: Version

    /// The address as a number; an IPv4 address uses the lowest 32 bits.
    let number: UInt128

    private init(_ version: Version, _ number: UInt128) {
        self.version = version
        self.number = number
    }

    /// The address with these 4 or 16 bytes in network order; nil for any other number of bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard let version = [Version.v4, .v6].first(where: { $0.bitWidth == bytes.count * 8 }) else { return nil }
        self.init(version, bytes.reduce(0) { $0 << 8 | UInt128($1) })
    }

    /// Its 4 or 16 bytes in network order.
    public var bytes: [UInt8] {
        stride(from: version.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> UInt128($0)) }
    }

    /// Whether it is the unspecified address, which stands for every address of the machine: `0.0.0.0` or `::`.
    public var isUnspecified: Bool { number == 0 }

    /// The IPv4 address that an IPv4-mapped IPv6 address such as `::ffff:192.0.2.1` stands for (RFC 4291, 2.5.5.2),
    /// which is how a dual-stack socket shows its IPv4 peers; any other address is returned as it is.
    public var unmapped: IPAddress { isMapped ? IPAddress(.v4, number & 0xffff_ffff) : self }

    /// Whether it is an IPv4-mapped IPv6 address.
    var isMapped: Bool { version == .v6 && number >> 32 == 0xffff }

    /// The address with every bit after the first `length` cleared: the first one of the block with that prefix length
    /// (RFC 4632, 3.1). A length of 0 or less clears all bits; one beyond the address clears none.
    public func masked(to length: Int) -> IPAddress {
        let cleared = version.bitWidth - min(max(0, length), version.bitWidth)
        return IPAddress(version, (number >> cleared) << cleared)
    }
}

extension IPAddress {
    /// The address of a peer; nil for a Unix domain socket.
    public init?(_ peer: PeerAddress) {
        switch peer {
        case .ipv4(let address, _): self.init(.v4, UInt128(address))
        case .ipv6(let high, let low, _): self.init(.v6, UInt128(high) << 64 | UInt128(low))
        case .local: return nil
        }
    }
}

extension IPAddress: CustomStringConvertible {
    /// The address in the format of RFC 5952: `192.0.2.1`, `2001:db8::1`, `::ffff:192.0.2.1`.
    public var description: String {
        // RFC 5952, 5: an address that is known to contain an IPv4 address ends with it in dotted form.
        if isMapped { return "::ffff:\(unmapped)" }
        let bytes = bytes
        if version == .v4 { return bytes.map(String.init).joined(separator: ".") }
        return Self.compressed(stride(from: 0, to: 16, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) })
    }

    /// RFC 5952, 4.2: the first of the longest runs of two or more zero groups becomes `::`.
    private static func compressed(_ groups: [UInt16]) -> String {
        var best = 0..<0
        var start = 0
        while start < groups.count {
            let end = groups[start...].firstIndex { $0 != 0 } ?? groups.count
            if end - start > max(best.count, 1) { best = start..<end }
            start = max(end, start) + 1
        }
        let text = { (part: ArraySlice<UInt16>) in part.map { String($0, radix: 16) }.joined(separator: ":") }
        if best.isEmpty { return text(groups[...]) }
        return "\(text(groups[..<best.lowerBound]))::\(text(groups[best.upperBound...]))"
    }
}

extension IPAddress {
    /// Parses four decimal numbers with dots, or an IPv6 address as in RFC 4291, 2.2, without a zone identifier.
    public init?(_ text: String) {
        guard text.utf8.count <= 45 else { return nil }
        let bytes = text.utf8.contains(UInt8(ascii: ":")) ? Self.ipv6(text[...]) : Self.ipv4(text[...])
        guard let bytes else { return nil }
        self.init(bytes: bytes)
    }

    private static func ipv4(_ text: Substring) -> [UInt8]? {
        // Host names, which are the most common input, fail at their first letter.
        guard text.utf8.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ".") }) else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let bytes = parts.compactMap { part in
            part.count == 1 || part.first != UInt8(ascii: "0") ? UInt8(Substring(part)) : nil
        }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    private static func ipv6(_ text: Substring) -> [UInt8]? {
        guard let gap = text.firstRange(of: "::") else {
            return groups(text, atEnd: true).flatMap { $0.count == 16 ? $0 : nil }
        }
        guard let head = groups(text[..<gap.lowerBound], atEnd: false),
            let tail = groups(text[gap.upperBound...], atEnd: true), head.count + tail.count <= 14
        else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    /// Parses groups of up to four hexadecimal digits. The last group of an address may be an IPv4 address.
    private static func groups(_ text: Substring, atEnd: Bool) -> [UInt8]? {
        if text.isEmpty { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if atEnd, index == parts.count - 1, part.contains("."), let address = ipv4(part) {
                bytes += address
                continue
            }
            guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy({ $0.hexadecimalValue != nil }),
                let group = UInt16(part, radix: 16)
            else { return nil }
            bytes += [UInt8(group >> 8), UInt8(group & 0xff)]
        }
        return bytes.count <= 16 ? bytes : nil
    }
}
