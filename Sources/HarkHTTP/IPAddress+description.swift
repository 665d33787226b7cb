extension IPAddress: CustomStringConvertible {
    /// The address as RFC 5952 writes it: `192.0.2.1`, `2001:db8::1`, `::ffff:192.0.2.1`.
    public var description: String {
        // RFC 5952, 5: an address that is known to hold an IPv4 address ends with it in dotted form.
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
