private import CMicroHTTPD

extension DaemonConfiguration {
    /// Finds what would keep a daemon from starting, before there is one; a daemon does this itself.
    /// - Throws: `DaemonError.invalidConfiguration` with the first value that is out of its bounds, `.unusableIdentity` or
    ///   `.unusableAuthorities`.
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
        try tls?.validate()
        guard let clientCertificateAuthorities else { return }
        guard tls != nil else { throw .invalidConfiguration(reason: "clientCertificateAuthorities needs tls") }
        try Self.validate(clientCertificateAuthorities: clientCertificateAuthorities)
    }

    /// Checks that a text is one of certificates in PEM: libmicrohttpd would not say what is wrong, or trust nobody.
    /// - Throws: `DaemonError.unusableAuthorities`.
    public static func validate(clientCertificateAuthorities: [UInt8]) throws(DaemonError) {
        var list: OpaquePointer?
        guard unsafe gnutls_x509_trust_list_init(&list, 0) == GNUTLS_E_SUCCESS else {
            throw .notStarted(reason: "there is no memory left")
        }
        defer { unsafe gnutls_x509_trust_list_deinit(list, 1) }
        var text = clientCertificateAuthorities
        let count = unsafe text.withUnsafeMutableBufferPointer { text in
            var datum = unsafe gnutls_datum_t(data: text.baseAddress, size: UInt32(clamping: text.count))
            return unsafe gnutls_x509_trust_list_add_trust_mem(list, &datum, nil, GNUTLS_X509_FMT_PEM, 0, 0)
        }
        guard count > 0 else { throw .unusableAuthorities }
    }
}

extension TLSIdentity {
    /// Checks that it can be served with: a certificate chain and the key of its leaf.
    /// - Throws: `DaemonError.unusableIdentity` with the reason that GnuTLS gives.
    public func validate() throws(DaemonError) {
        var opened: gnutls_certificate_credentials_t?
        guard unsafe gnutls_certificate_allocate_credentials(&opened) == GNUTLS_E_SUCCESS,
            let credentials = unsafe opened
        else { throw .notStarted(reason: "there is no memory left") }
        defer { unsafe gnutls_certificate_free_credentials(credentials) }
        var chain = certificateChain
        var key = privateKey
        let result = unsafe chain.withUnsafeMutableBufferPointer { chain in
            unsafe key.withUnsafeMutableBufferPointer { key in
                var certificates = unsafe gnutls_datum_t(data: chain.baseAddress, size: UInt32(clamping: chain.count))
                var secret = unsafe gnutls_datum_t(data: key.baseAddress, size: UInt32(clamping: key.count))
                return unsafe gnutls_certificate_set_x509_key_mem(
                    credentials, &certificates, &secret, GNUTLS_X509_FMT_PEM)
            }
        }
        guard result >= 0 else {
            let reason = unsafe gnutls_strerror(result).map { unsafe String(cString: $0) }
            throw .unusableIdentity(reason: reason ?? "GnuTLS gives no reason")
        }
    }
}
