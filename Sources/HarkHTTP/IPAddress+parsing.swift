extension IPAddress {
    /// Reads four decimal numbers with dots, or IPv6 as RFC 4291, 2.2 writes it, zone identifiers excepted.
    public init?(_ text: String) {
        guard text.utf8.count <= 45, let bytes = Self.ipv4(text[...]) ?? Self.ipv6(text[...]) else { return nil }
        self.init(bytes: bytes)
    }

    private static func ipv4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { part -> UInt8? in
            let hasDigitsOnly = part.utf8.allSatisfy(\.isDigit)
            return hasDigitsOnly && (part == "0" || !part.hasPrefix("0")) ? UInt8(part) : nil
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

    /// The bytes of groups of up to four hexadecimal digits. At the end of an address the last of them may be an IPv4
    /// address.
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
