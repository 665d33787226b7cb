internal import CMicroHTTPD

/// The options of `MHD_start_daemon` that are about TLS, and the texts that they point at.
struct TLSOptions {
    /// TLS 1.2 and 1.3, as GnuTLS spells it.
    private static let priorities = Array("NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2".utf8)

    private var texts: [UInt8] = []
    private var starts: [(option: MHD_OPTION, start: Int)] = []

    /// The options of a configuration, none for plain HTTP. Throws when clients' certificates cannot be checked.
    init(_ configuration: DaemonConfiguration) throws(DaemonError) {
        if let identity = configuration.tls {
            add(.HTTPS_MEM_CERT, identity.certificateChain)
            add(.HTTPS_MEM_KEY, identity.privateKey)
            add(.HTTPS_PRIORITIES, Self.priorities)
        }
        guard let authorities = configuration.clientCertificateAuthorities else { return }
        guard configuration.tls != nil else {
            throw .invalidConfiguration(reason: "clientCertificateAuthorities needs tls")
        }
        try Self.check(authorities)
        // With this, GnuTLS asks clients for a certificate; it neither insists on one nor checks it by itself.
        add(.HTTPS_MEM_TRUST, authorities)
    }

    /// Lends the options, which are valid until `body` returns.
    func withItems<Result>(_ body: ([MHD_OptionItem]) -> Result) -> Result {
        unsafe texts.withUnsafeBytes { texts in
            let items = unsafe starts.map { option, start in
                let text = unsafe UnsafeMutableRawPointer(mutating: texts.baseAddress?.advanced(by: start))
                return unsafe MHD_OptionItem(option: option, value: 0, ptr_value: text)
            }
            return unsafe body(items)
        }
    }

    private mutating func add(_ option: MHD_OPTION, _ text: [UInt8]) {
        starts.append((option, texts.count))
        texts += text + [0]
    }

    /// Throws unless the text is one of certificates: libmicrohttpd would not say what is wrong, or trust nobody.
    private static func check(_ authorities: [UInt8]) throws(DaemonError) {
        var list: OpaquePointer?
        guard unsafe gnutls_x509_trust_list_init(&list, 0) == GNUTLS_E_SUCCESS else {
            throw .notStarted(reason: "there is no memory left")
        }
        defer { unsafe gnutls_x509_trust_list_deinit(list, 1) }
        var text = authorities
        let count = unsafe text.withUnsafeMutableBufferPointer { text in
            var datum = unsafe gnutls_datum_t(data: text.baseAddress, size: UInt32(clamping: text.count))
            return unsafe gnutls_x509_trust_list_add_trust_mem(list, &datum, nil, GNUTLS_X509_FMT_PEM, 0, 0)
        }
        guard count > 0 else { throw .unusableAuthorities }
    }
}
