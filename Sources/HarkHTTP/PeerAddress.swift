/// The other end of a connection.
public enum PeerAddress: Sendable, Hashable {
    /// An IPv4 address in host byte order, and a port.
    case ipv4(UInt32, port: UInt16)
    /// An IPv6 address as two big-endian halves, and a port.
    case ipv6(UInt64, UInt64, port: UInt16)
    /// A Unix domain socket, or a request made inside the process.
    case local
}

extension PeerAddress: CustomStringConvertible {
    /// The address without its port, IPv6 as RFC 5952 writes it: `192.0.2.1`, `2001:db8::1`, `local`.
    public var description: String {
        switch self {
        case .ipv4(let address, _):
            return stride(from: 24, through: 0, by: -8).map { String((address >> UInt32($0)) & 0xff) }
                .joined(separator: ".")
        case .ipv6(let high, let low, _):
            let groups = [high, low].flatMap { half in
                [48, 32, 16, 0].map { UInt16(truncatingIfNeeded: half >> UInt64($0)) }
            }
            return Self.compressed(groups)
        case .local:
            return "local"
        }
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
