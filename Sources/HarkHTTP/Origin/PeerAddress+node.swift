extension PeerAddress {
    /// Reads how a proxy names its peer: `192.0.2.1`, `192.0.2.1:4711`, `[2001:db8::1]:4711` (RFC 7239, 6), or an IPv6
    /// address without brackets as `X-Forwarded-For` has it. The port is 0 when none is named. Nil for `unknown`, for
    /// obfuscated identifiers and ports such as `_hidden`, and for everything else.
    init?(node: String) {
        if let address = IPAddress(node) {
            self.init(address.unmapped)
            return
        }
        guard let authority = Authority(node), let address = IPAddress(authority.host) else { return nil }
        self.init(address.unmapped, port: authority.port ?? 0)
    }
}
