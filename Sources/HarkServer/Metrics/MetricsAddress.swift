internal import HarkHTTP

/// Where metrics are shown: an IP address and a TCP port.
struct MetricsAddress: Sendable, Hashable {
    /// The addresses of the machine itself and of private networks (RFC 1122, 3.2.1.3; RFC 1918; RFC 3927; RFC 4193;
    /// RFC 4291, 2.5; RFC 6598).
    private static let privateRanges = [
        "127.0.0.0/8", "::1", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10",
        "fc00::/7", "fe80::/10",
    ].compactMap { AddressRange($0) }

    let address: IPAddress
    /// 0 lets the system choose a free one.
    let port: UInt16

    /// Whether only the machine itself, or a private network, can connect to it.
    var isPrivate: Bool { Self.privateRanges.contains { $0.contains(address) } }
}

extension MetricsAddress: SettingValue {
    init(settingText: String) throws(SettingMismatch) {
        let mismatch = SettingMismatch(expected: "an IP address and a port, such as 127.0.0.1:9464 or [::1]:9464")
        guard let colon = settingText.lastIndex(of: ":"), let port = UInt16(settingText[colon...].dropFirst()) else {
            throw mismatch
        }
        var host = settingText[..<colon]
        let isBracketed = host.first == "[" && host.last == "]"
        if isBracketed { host = host.dropFirst().dropLast() }
        guard let address = IPAddress(String(host)), isBracketed == (address.version == .v6) else { throw mismatch }
        self.address = address
        self.port = port
    }

    var settingText: String { address.version == .v6 ? "[\(address)]:\(port)" : "\(address):\(port)" }

    static var settingTypeName: String { "address and port" }
}
