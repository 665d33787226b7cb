extension DaemonConfiguration {
    /// Finds what would keep a daemon from starting, before there is one; a daemon does this itself.
    /// - Throws: `DaemonError.invalidConfiguration` with the first value that is out of its bounds.
    public func validate() throws(DaemonError) {
        let bounds: [(name: String, value: Int, range: ClosedRange<Int>)] = [
            ("threads", threads ?? 1, 1...1024),
            ("connectionLimit", connectionLimit, 1...1_000_000),
            ("perAddressLimit", perAddressLimit, 0...1_000_000),
            ("perAddressHandshakeLimit", perAddressHandshakeLimit, 1...1_000_000),
            ("handshakeLimit", handshakeLimit, 1...1_000_000),
            ("daemonsOfProcess", daemonsOfProcess, 1...1000),
            ("headerLimit", headerLimit, 1024...1 << 20),
            ("headerCountLimit", headerCountLimit, 1...10_000),
            ("targetLimit", targetLimit, 1...max(1, headerLimit)),
            ("bodyLimit", bodyLimit, 0...1 << 40),
            ("lingerLimit", lingerLimit, 0...1 << 40),
        ]
        for bound in bounds where !bound.range.contains(bound.value) {
            let range = "\(bound.range.lowerBound) to \(bound.range.upperBound)"
            throw .invalidConfiguration(reason: "\(bound.name) is \(bound.value) and must be \(range)")
        }
        if clientCertificateAuthorities != nil, tls == nil {
            throw .invalidConfiguration(reason: "clientCertificateAuthorities needs tls")
        }
    }
}
